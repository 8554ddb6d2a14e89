import { describe, expect, test } from 'vitest';
import type { CelRow } from '../../../pbx/records/record-rows.ts';
import { readSite, siteMapOf } from '../../../server/cli/site-yaml.ts';
import { judgeCel } from '../../../server/domain/records/judge-cel.ts';

const devSite = siteMapOf(readSite('pbx/asterisk/site.yaml'));
const root = '1795000000.1';
const trunk = 'PJSIP/trunk-00000001';

function row(at: number, type: string, more: Partial<CelRow> = {}): CelRow {
  return {
    at: 1_795_000_000_000 + at,
    type,
    cidName: '',
    cidNum: '+447700900123',
    exten: '442079460150',
    context: 'from-trunk',
    channel: trunk,
    app: '',
    appData: '',
    uniqueid: root,
    linkedid: root,
    peer: '',
    userField: 'pres=allowed,did=+442079460150',
    extra: {},
    ...more,
  };
}

/** A leg to an outside phone through the same trunk: its channel does not tell whom it rings. */
function leg(number: 2 | 3): Partial<CelRow> {
  return {
    channel: `PJSIP/trunk-0000000${number}`,
    uniqueid: `1795000000.${number}`,
    cidNum: '',
    app: 'AppDial',
    userField: '',
  };
}

/** One Dial after another: to CEL one application, begun with the first one's words (Asterisk 22). */
const hunt: CelRow[] = [
  row(0, 'CHAN_START'),
  row(10, 'APP_START', { app: 'Dial', appData: 'PJSIP/+447700900555@trunk,3' }),
  row(20, 'CHAN_START', { ...leg(2), app: '' }),
  row(3000, 'HANGUP', { ...leg(2), extra: { hangupcause: '0', hangupsource: '' } }),
  row(3001, 'CHAN_END', leg(2)),
  row(3020, 'CHAN_START', { ...leg(3), app: '' }),
  row(5000, 'ANSWER', leg(3)),
  row(5001, 'ANSWER', { app: 'Dial', appData: 'PJSIP/+447700900777@trunk,3' }),
  row(5002, 'BRIDGE_ENTER', { ...leg(3), extra: { bridge_id: 'b' } }),
  row(5003, 'BRIDGE_ENTER', { app: 'Dial', appData: 'PJSIP/+447700900777@trunk,3', extra: { bridge_id: 'b' } }),
  row(9000, 'BRIDGE_EXIT', { app: 'Dial', extra: { bridge_id: 'b' } }),
  row(9001, 'BRIDGE_EXIT', { ...leg(3), extra: { bridge_id: 'b' } }),
  row(9002, 'HANGUP', { ...leg(3), extra: { hangupcause: '16', hangupsource: trunk } }),
  row(9003, 'CHAN_END', leg(3)),
  row(9004, 'APP_END', { app: 'Dial', appData: 'PJSIP/+447700900777@trunk,3' }),
  row(9005, 'HANGUP', { extra: { hangupcause: '16', hangupsource: trunk, dialstatus: 'ANSWER' } }),
  row(9006, 'CHAN_END'),
];

describe('outside phones rung one after the other', () => {
  test('the talk is with the one that was rung when it was answered', () => {
    const records = judgeCel(hunt, devSite, () => false);
    expect(records).toMatchObject([{ outcome: 'talked', talks: [{ party: '+447700900777' }] }]);
    expect(records[0]?.warnings).not.toContain('rows_missing');
  });

  test('a queue whose time was not told is left early only by its last member', () => {
    const queue = (appData: string) => [
      row(0, 'CHAN_START'),
      row(10, 'APP_START', { app: 'Queue', appData }),
      row(20, 'CHAN_START', {
        ...leg(2),
        channel: 'PJSIP/1001-00000002',
        app: '',
        exten: 's',
        context: 'from-internal',
      }),
      row(4000, 'HANGUP', { ...leg(2), channel: 'PJSIP/1001-00000002', app: 'AppQueue', extra: { hangupcause: '0' } }),
      row(4001, 'CHAN_END', { ...leg(2), channel: 'PJSIP/1001-00000002', app: 'AppQueue' }),
      row(4010, 'APP_END', { app: 'Queue', appData }),
      row(4020, 'HANGUP', { extra: { hangupcause: '16', hangupsource: 'dialplan/builtin' } }),
      row(4021, 'CHAN_END'),
    ];
    const reason = (appData: string) => judgeCel(queue(appData), devSite, () => false).map((record) => record.reason);
    expect(reason('sales,t,,,30')).toEqual(['queue_refused']);
    expect(reason('sales,t')).toEqual(['queue_refused']);
    expect(reason('sales,t,,,4')).toEqual(['no_answer']);
    expect(reason('sales,t,,,5')).toEqual(['no_answer']);
    // Option n: one round of its members, however long.
    expect(reason('sales,tn,,,30')).toEqual(['no_answer']);
  });
});
