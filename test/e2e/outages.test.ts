import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { asteriskAvailable } from '../support/asterisk.ts';
import { eventually } from '../support/eventually.ts';
import { freezePostgres, postgresOf } from '../support/postgres-processes.ts';
import { canRun } from '../support/require.ts';
import { loudest } from '../support/wave.ts';
import { openLiveLine } from './support/live-line.ts';
import { type OutageHouse, sales, startOutageHouse } from './support/outage-house.ts';

/** After every interruption: each call of the PBX once in the log, each debt on the ledger, no second unaccounted for. */
describe.skipIf(!canRun('asterisk', asteriskAvailable()))('after an outage', () => {
  let at: OutageHouse;

  beforeAll(async () => {
    at = await startOutageHouse(5, { ringSeconds: 20, queueSeconds: 30 });
  });

  afterAll(() => at?.stop());

  afterEach(async () => {
    at.line.mend();
    for (const call of [...at.trunk.calls, ...at.anna.calls]) if (!call.ending) call.hangup();
    await at.quiet();
    await at.wholeTruth();
  });

  const aCaller = () => at.aCaller();
  const ringing = (number: string) => at.ringing(number);
  const talking = (number: string) => at.talking(number);
  const heard = (...call: Parameters<OutageHouse['heard']>) => at.heard(...call);
  const quiet = () => at.quiet();
  const theCall = (number: string) => at.theCall(number);

  async function lose(): Promise<void> {
    at.line.cut();
    await at.followed(false);
  }

  async function find(): Promise<void> {
    at.line.mend();
    await at.followed();
  }

  describe('the link to the PBX was cut', () => {
    test('while it rang, and the caller gave up before it was back: owed, with its reason', async () => {
      const caller = aCaller();
      const [call] = await ringing(caller);
      await lose();
      call.hangup();
      await quiet();
      await find();
      expect(await theCall(caller)).toMatchObject({ outcome: 'missed', reason: 'abandoned_ringing', item: 'open' });
    });

    test('while it rang, and it was answered and ended before it was back: talked, nothing owed', async () => {
      const caller = aCaller();
      const [call, phone] = await ringing(caller);
      await lose();
      await phone.answer();
      await heard(call);
      call.hangup();
      await quiet();
      await find();
      const logged = await theCall(caller);
      expect(logged).toMatchObject({ outcome: 'talked', reason: null, talks: 1, item: null });
      expect(logged.talked).toBeGreaterThan(1_000);
      expect(logged.talked).toBeLessThan(6_000);
    });

    test('while it rang, and it is answered after it was back: talked', async () => {
      const caller = aCaller();
      const [call, phone] = await ringing(caller);
      await lose();
      await find();
      await phone.answer();
      await heard(call);
      call.hangup();
      expect(await theCall(caller)).toMatchObject({ outcome: 'talked', talks: 1, item: null });
    });

    test('while they talked, and they hung up before it was back: talked, for as long as they did', async () => {
      const caller = aCaller();
      const [call] = await talking(caller);
      await lose();
      const talkedMs = Date.now() - (call.answeredAt ?? 0);
      call.hangup();
      await quiet();
      await eventually(() => expect(Date.now() - (call.answeredAt ?? 0)).toBeGreaterThan(talkedMs + 3_000));
      await find();
      const logged = await theCall(caller);
      expect(logged).toMatchObject({ outcome: 'talked', reason: null, talks: 1, item: null });
      expect(Math.abs(logged.talked - talkedMs)).toBeLessThan(700);
    });

    test('while one waited in the queue, and gave up before it was back: owed', async () => {
      const caller = aCaller();
      const call = await at.trunk.call(sales, { from: caller });
      await at.anna.nextCall();
      await lose();
      call.hangup();
      await quiet();
      await find();
      expect(await theCall(caller)).toMatchObject({ outcome: 'missed', reason: 'abandoned_waiting', item: 'open' });
    });

    test('and two whole calls went by, one missed, one answered: both are there, one is owed', async () => {
      const [missed, answered] = [aCaller(), aCaller()];
      await lose();
      const [first] = await ringing(missed);
      first.hangup();
      await quiet();
      const [second] = await talking(answered);
      second.hangup();
      await quiet();
      await find();
      expect(await theCall(missed)).toMatchObject({ outcome: 'missed', reason: 'abandoned_ringing', item: 'open' });
      expect(await theCall(answered)).toMatchObject({ outcome: 'talked', talks: 1, item: null });
    });
  });

  test('Ringback was killed while one rang, who gave up, and another called meanwhile: both are owed', async () => {
    const [before, meanwhile] = [aCaller(), aCaller()];
    const [call] = await ringing(before);
    await at.kill();
    call.hangup();
    await quiet();
    const [other] = await ringing(meanwhile);
    other.hangup();
    await quiet();
    await at.start();
    expect(await theCall(before)).toMatchObject({ outcome: 'missed', reason: 'abandoned_ringing', item: 'open' });
    expect(await theCall(meanwhile)).toMatchObject({ outcome: 'missed', reason: 'abandoned_ringing', item: 'open' });
  });

  test('Ringback was killed during a talk that is recorded: it can still be silenced', async () => {
    const caller = aCaller();
    const [call] = await talking(caller);
    await at.kill();
    await at.start();
    const anna = await at.signedIn('anna');
    const screen = await openLiveLine(at.service.url, anna);
    const card = await eventually(() => {
      const found = [...screen.snapshot.cards, ...screen.cards].find(
        ({ number, recording }) => number === caller && recording === 'on',
      );
      if (found === undefined) throw new Error('The card does not show that the talk is recorded');
      return found;
    });
    await anna.call('POST', `cards/${encodeURIComponent(card.id)}/recording`, { paused: true, forS: 20 });
    await screen.card(({ number, recording }) => number === caller && recording === 'paused');
    await anna.call('POST', `cards/${encodeURIComponent(card.id)}/recording`, { paused: false });
    await screen.card(({ number, recording }) => number === caller && recording === 'on');
    screen.close();
    call.hangup();
    await quiet();
  });

  test('Ringback was killed while a recording was silenced: it goes on in its time', async () => {
    const caller = aCaller();
    const anna = await at.signedIn('anna');
    const screen = await openLiveLine(at.service.url, anna);
    const [call] = await talking(caller);
    const card = await screen.card(({ number, recording }) => number === caller && recording === 'on');
    await anna.call('POST', `cards/${encodeURIComponent(card.id)}/recording`, { paused: true, forS: 20 });
    await screen.card(({ recording }) => recording === 'paused');
    const kept = () => at.rows('select channel from recording_pauses');
    await eventually(async () => expect(await kept()).toHaveLength(1));
    screen.close();
    const diedAt = Date.now();
    await at.kill();
    await at.start();
    const again = await openLiveLine(at.service.url, await at.signedIn('anna'));
    // Seen with the snapshot, or told right after it: whichever the start came to first.
    const paused = await eventually(() => {
      const found = [...again.snapshot.cards, ...again.cards].find(
        (one) => one.number === caller && one.recording === 'paused',
      );
      if (found === undefined) throw new Error('The card does not show the recording as paused');
      return found;
    });
    expect(paused.recordsAgainAt).not.toBeNull();
    await eventually(async () => expect(await kept()).toEqual([]), { withinMs: 40_000 });
    await again.card(({ number, recording, recordsAgainAt }) => {
      return number === caller && recording === 'on' && recordsAgainAt === null;
    });
    again.close();
    await heard(call, Date.now() - (call.answeredAt ?? 0) + 2_000);
    call.hangup();
    await quiet();
    const id = await eventually(
      async () => {
        const [file] = await at.rows<{ id: number }>(
          `select r.id from recordings r join calls c on c.id = r.call_id where c.customer = $1 and r.state = 'ready'`,
          [caller],
        );
        if (file === undefined) throw new Error('The recording is not there yet');
        return file.id;
      },
      { withinMs: 20_000 },
    );
    const sofia = await at.signedIn('sofia');
    const wave = Buffer.from(await (await sofia.raw('GET', `recordings/${id}/audio`)).arrayBuffer());
    const endMs = (wave.length - 44) / 16;
    const [file] = await at.rows<{ muted: { from: number; to: number }[] }>(
      'select muted from recordings where id = $1',
      [id],
    );
    const [stretch] = file?.muted ?? [];
    if (stretch === undefined) throw new Error('No stretch is marked as paused');
    expect(file?.muted).toHaveLength(1);
    expect(stretch.from).toBeLessThan(diedAt);
    expect(stretch.to).toBeGreaterThan(diedAt);
    expect(stretch.to - stretch.from).toBeGreaterThan(19_000);
    expect(loudest(wave, endMs - 1_500, endMs - 300)).toBeGreaterThan(3_000);
  });

  test('the database stood still under calls and Ringback was killed meanwhile: pops went on, nothing is lost', async () => {
    const caller = aCaller();
    const screen = await openLiveLine(at.service.url, await at.signedIn('anna'));
    const goOn = freezePostgres(at.service.dataDir);
    try {
      const [call] = await ringing(caller);
      await screen.card(({ state, number }) => state === 'ringing' && number === caller, 2_000);
      call.hangup();
      await quiet();
      await eventually(() => {
        const journal = readFileSync(join(at.service.dataDir, 'journal/calls.ndjson'), 'utf8');
        expect(journal).toContain(caller);
      });
      await at.kill();
    } finally {
      screen.close();
      goOn();
    }
    await at.start();
    expect(await theCall(caller)).toMatchObject({ outcome: 'missed', reason: 'abandoned_ringing', item: 'open' });
    await eventually(() => expect(readFileSync(join(at.service.dataDir, 'journal/calls.ndjson'), 'utf8')).toBe(''));
  });

  test('the database was killed under calls: they are in the log when it is back', async () => {
    const caller = aCaller();
    const [call] = await ringing(caller);
    const [postmaster] = postgresOf(at.service.dataDir);
    if (postmaster === undefined) throw new Error('The database does not run');
    process.kill(postmaster, 'SIGKILL');
    call.hangup();
    expect(await theCall(caller)).toMatchObject({ outcome: 'missed', reason: 'abandoned_ringing', item: 'open' });
  });

  test('the PBX was killed in mid-call and started again: the caller who rang is owed a call', async () => {
    const caller = aCaller();
    const [call] = await ringing(caller);
    await at.house.pbx.kill9();
    await at.followed(false);
    call.hangup();
    await at.house.pbx.start();
    await at.followed();
    const logged = await theCall(caller);
    expect(logged).toMatchObject({ outcome: 'missed', item: 'open' });
  });
});
