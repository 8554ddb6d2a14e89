import { describe, expect, test } from 'vitest';
import { phoneFindings } from '../../../server/cli/doctor-phones.ts';

const visit = (hasContext: boolean | null, answers: Readonly<Record<string, string>> = {}) => ({
  hasContext: async () => hasContext,
  getvar: async (asked: string) => Object.entries(answers).find(([part]) => asked.includes(part))?.[1] ?? null,
});

describe('whether calls can be accepted from the screen', () => {
  test('is well with the context, the module and a sender', async () => {
    const found = await phoneFindings(visit(true, { IFMODULE: '1', default_outbound: 'ringback-phone' }));
    expect(found).toMatchObject([{ state: 'ok' }]);
  });

  test.each([
    ['an old dialplan', visit(false), 'ringback-dialplan.conf'],
    ['a module that is not loaded', visit(true, { IFMODULE: '0', default_outbound: 'x' }), 'res_pjsip_notify.so'],
    ['no sender', visit(true, { IFMODULE: '1', default_outbound: '' }), 'default_outbound_endpoint'],
  ])('%s is told with its cure, and is never an error', async (_what, asked, cure) => {
    const [finding] = await phoneFindings(asked);
    expect(finding).toMatchObject({ state: 'unknown' });
    expect(finding?.cure).toContain(cure);
  });

  test('nothing is said where the dialplan may not be asked', async () => {
    expect(await phoneFindings(visit(null))).toEqual([]);
  });
});
