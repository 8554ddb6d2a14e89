import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AmiEvent, ChannelFacts } from '../../pbx/ami/ami-event.ts';
import { readTrace } from '../../pbx/ami/replay.ts';
import { readCelCsv } from '../../pbx/records/cel-csv.ts';
import { readSite, siteMapOf } from '../../server/cli/site-yaml.ts';
import { judgeCel } from '../../server/domain/records/judge-cel.ts';
import { recordsOf } from './hardships.ts';

const site = siteMapOf(readSite(join(import.meta.dirname, '../../pbx/asterisk/site.yaml')));
const eventsOf = (story: string) => readTrace(readFileSync(join(import.meta.dirname, 'own', `${story}.ami`))).events;
const story = 'queue-asked-to-be-called-back';

test('who presses 1 has asked, and keeps the place they had when they joined the queue', () => {
  const events = eventsOf(story);
  const joined = events.find(({ event }) => event === 'QueueCallerJoin')?.at ?? 0;
  const said = events.find(({ event }) => event === 'UserEvent')?.at ?? 0;
  const [record] = recordsOf(events, site);
  expect(said).toBeGreaterThan(joined + 1_000);
  expect(record).toMatchObject({ caller: '+447700900123', outcome: 'missed', requested: { at: said, since: joined } });
});

test('the records alone tell it too', async () => {
  const { rows } = await readCelCsv(join(import.meta.dirname, 'records', `${story}.cel.csv`), 0);
  const [record] = judgeCel(rows, site, () => false);
  const queued = rows.find(({ type, app }) => type === 'APP_START' && app === 'Queue')?.at ?? 0;
  expect(Math.abs((record?.requested?.since ?? 0) - queued)).toBeLessThan(100);
  expect(record?.requested?.at).toBeGreaterThan(queued + 1_000);
});

test('nobody can ask for somebody else: only the live channel of a customer asks, for itself', () => {
  const events = eventsOf('queue-abandoned');
  const caller = events.flatMap((one) => (one.event === 'QueueCallerJoin' ? [one.chan] : []))[0];
  const phone = events.flatMap((one) => (one.event === 'DialBegin' ? [one.dest] : []))[0];
  if (!caller || !phone) throw new Error('the story has no queue');
  const joinedAt = events.findIndex(({ event }) => event === 'QueueCallerJoin');
  const ringing = events.findIndex(({ event }) => event === 'DialBegin');
  const asks = (chan: ChannelFacts | null, fields: Record<string, string> = {}): AmiEvent => ({
    event: 'UserEvent',
    at: events[ringing]?.at ?? 0,
    userEvent: 'RingbackRequest',
    chan,
    fields,
  });
  const told = (event: AmiEvent, place = ringing + 1) =>
    recordsOf(events.toSpliced(place, 0, event), site).map(({ requested, caller: who }) => [requested?.since, who]);
  const own = recordsOf(events, site).map(({ caller: who }) => [undefined, who]);
  const forged = { Uniqueid: caller.uniqueid, Channel: caller.channel, Number: '+442079460999' };
  expect(own).toHaveLength(1);
  expect(told(asks(null, forged))).toEqual(own);
  expect(told(asks(phone, forged))).toEqual(own);
  expect(told(asks({ ...caller, uniqueid: 'unknown.1' }, forged))).toEqual(own);
  expect(told(asks({ ...caller, channel: 'PJSIP/trunk-deadbeef' }, forged))).toEqual(own);
  expect(told(asks(caller, forged), events.length)).toEqual(own);
  expect(told(asks(caller, forged))).toEqual([[events[joinedAt]?.at, own[0]?.[1]]]);
});

test.each(['outgoing-answered', 'internal-answered'])('in a call that is no customer’s nobody asks: %s', (name) => {
  const events = eventsOf(name);
  const first = events.findIndex(({ event }) => event === 'Newchannel');
  const chan = events.flatMap((one) => (one.event === 'Newchannel' ? [one.chan] : []))[0] ?? null;
  const at = events[first]?.at ?? 0;
  const heard = events.toSpliced(first + 1, 0, {
    event: 'UserEvent',
    at,
    userEvent: 'RingbackRequest',
    chan,
    fields: {},
  });
  for (const record of recordsOf(heard, site)) expect(record.requested).toBeUndefined();
});
