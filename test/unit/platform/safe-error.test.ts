import { describe, expect, test } from 'vitest';
import { createLogger, lastThree } from '../../../server/platform/logger.ts';

function logged(fields: object): string {
  const lines: string[] = [];
  createLogger('info', { write: (line) => void lines.push(line) }).error(fields, 'A request failed');
  return lines.join('');
}

describe('the log', () => {
  test('tells of a failed query what failed and where, not whose number it was', () => {
    const cause = Object.assign(new Error('duplicate key value violates unique constraint "contact_phones_pair"'), {
      code: '23505',
      detail: 'Key (contact_id, e164)=(7, +447700900123) already exists.',
    });
    const query = 'Failed query: insert into contact_phones values ($1, $2)\nparams: 7,+447700900123,Nino';
    const line = logged({ err: new Error(query, { cause }) });
    expect(line).toContain('insert into contact_phones');
    expect(line).toContain('"code":"23505"');
    expect(line).toContain('safe-error.test.ts');
    expect(line).not.toMatch(/900123|Nino/);
  });

  test('masks a number inside a message, and keeps its last three digits', () => {
    const line = logged({ err: new Error('invalid input: "+447700900123"') });
    expect(line).toContain('…123');
    expect(line).not.toContain('700900');
    expect(lastThree('+447700900123')).toBe('…123');
  });

  test('never carries a cookie, a password or a token', () => {
    const line = logged({ req: { headers: { cookie: 'rb_session=secret1' } }, password: 'secret2', token: 'secret3' });
    expect(line).not.toMatch(/secret/);
  });
});
