import { between, pick, seeded, shuffled } from './chance.ts';
import type { DemoLine, DemoPerson, DemoSite } from './demo-site.ts';
import { noteFor } from './history-notes.ts';
import type { Random } from './ports.ts';

/** Why a past call reached nobody; a part of the reasons a real call can have. */
export type PastReason = 'abandoned_waiting' | 'abandoned_ringing' | 'no_answer' | 'busy' | 'out_of_hours';

/** A call of the last days, before the demonstration was started. Plain data: the caller decides what to make of it. */
export interface PastCall {
  readonly startedAt: number;
  readonly direction: 'inbound' | 'outbound';
  /** The customer's side in E.164: who called, or whom we called; null when withheld. */
  readonly caller: string | null;
  readonly line: string;
  /** Whose phone talked, or dialled. Absent when nobody of ours took part. */
  readonly agentExtension?: string;
  readonly outcome: 'talked' | 'missed' | 'not_answered';
  readonly reason?: PastReason;
  readonly waitedMs: number;
  readonly talkedMs: number;
  readonly note?: string;
  /**
   * From the start of this missed call to the start of the talk that returned it. That talk is an entry of its own:
   * feeding the entries in order settles the debt, nothing more need be made of this.
   */
  readonly returnedAfterMs?: number;
}

type Draft = Omit<PastCall, 'agentExtension' | 'note'>;
const minute = 60_000;
const hour = 60 * minute;

/** About 120 calls of the week before `now`, oldest first; the same for the same `now`, site and seed. */
export function demoHistory(site: DemoSite, now: number, seed = 7): PastCall[] {
  const random = seeded(seed);
  const drafts = recent(site, now, random);
  // Whoever is still owed a call must not have talked with us since.
  const owed = new Set(drafts.map(({ caller }) => caller));
  for (let daysAgo = 7; daysAgo >= 0; daysAgo -= 1) {
    const { opened, weekday } = workday(now - daysAgo * 24 * hour, site.site.timeZone);
    const count = weekday === 'Sun' ? 2 : weekday === 'Sat' ? 6 : between(random, 13, 17);
    const callers = shuffled(random, numbersOf(site)).filter((number) => daysAgo > 1 || !owed.has(number));
    for (let index = 0; index < count; index += 1) {
      const startedAt = opened + between(random, 0, 10 * hour);
      const caller = random() < 0.12 ? stranger(random) : (callers[index] ?? stranger(random));
      const line = pick(random, site.lines);
      if (line !== undefined) drafts.push(...story(random, startedAt, caller, line));
    }
  }
  const past = drafts.filter(({ startedAt, waitedMs, talkedMs }) => startedAt + waitedMs + talkedMs < now - minute);
  past.sort((one, other) => one.startedAt - other.startedAt);
  return withAgents(site, random, past).map((call) => withoutFuture(call, now));
}

/** One call and what followed from it. */
function story(random: Random, startedAt: number, caller: string, line: DemoLine): Draft[] {
  const dice = random();
  const talkedMs = between(random, 25, 420) * 1000;
  const waitedMs = between(random, 4, 38) * 1000;
  const base = { startedAt, caller, line: line.key };
  if (dice < 0.56) return [{ ...base, direction: 'inbound', outcome: 'talked', waitedMs, talkedMs }];
  if (dice < 0.76) return [{ ...base, direction: 'outbound', outcome: 'talked', waitedMs, talkedMs }];
  if (dice < 0.8) return [{ ...base, direction: 'outbound', outcome: 'not_answered', waitedMs: 28_000, talkedMs: 0 }];
  return missedAndReturned(random, startedAt, caller, line);
}

/** Most are called back in time, some late, some only at the second try; a few call again by themselves. */
function missedAndReturned(random: Random, startedAt: number, caller: string, line: DemoLine): Draft[] {
  const isLate = random() < 0.2;
  const limit = line.dueMinutes * minute;
  const returnedAfterMs = isLate
    ? limit + between(random, 5, 80) * minute
    : Math.round(limit * (0.15 + random() * 0.7));
  const [reason, waitedMs] = whyMissed(random, line);
  const missed: Draft = {
    startedAt,
    direction: 'inbound',
    caller,
    line: line.key,
    outcome: 'missed',
    reason,
    waitedMs,
    talkedMs: 0,
    returnedAfterMs,
  };
  const talk: Draft = {
    startedAt: startedAt + returnedAfterMs,
    direction: random() < 0.2 ? 'inbound' : 'outbound',
    caller,
    line: line.key,
    outcome: 'talked',
    waitedMs: between(random, 5, 20) * 1000,
    talkedMs: between(random, 30, 300) * 1000,
  };
  if (random() > 0.25) return [missed, talk];
  const tried: Draft = {
    ...talk,
    startedAt: startedAt + Math.round(returnedAfterMs * 0.5),
    direction: 'outbound',
    outcome: 'not_answered',
    waitedMs: 29_000,
    talkedMs: 0,
  };
  return [missed, tried, talk];
}

function whyMissed(random: Random, line: DemoLine): [PastReason, number] {
  if (line.queue === undefined) return ['no_answer', 25_000];
  if (random() < 0.7) return ['abandoned_waiting', between(random, 9, 70) * 1000];
  return random() < 0.6 ? ['abandoned_ringing', between(random, 6, 24) * 1000] : ['no_answer', 22_000];
}

/** The last hours, whatever the clock says: some calls still owed, so that the first look shows the promise at work. */
function recent(site: DemoSite, now: number, random: Random): Draft[] {
  const open: readonly (readonly [minutesAgo: number, line: string, waitedS: number, isKnown: boolean])[] = [
    [172, 'support', 64, true],
    [74, 'orders', 41, true],
    [46, 'sales', 22, false],
    [23, 'deliveries', 25, true],
    [11, 'orders', 18, true],
  ];
  const callers = shuffled(random, numbersOf(site).filter(answers));
  const favourite = site.contacts.find(({ vip, owner }) => vip === true && owner === site.people[0]?.login)?.phones[0];
  const drafts = open.map(([minutesAgo, line, waitedS, isKnown]): Draft => {
    const known = line === 'orders' && minutesAgo > 60 ? favourite : callers.find((number) => number !== favourite);
    if (isKnown && known !== undefined) callers.splice(callers.indexOf(known), 1);
    const caller = (isKnown ? known : undefined) ?? stranger(random);
    const reason = line === 'deliveries' ? 'no_answer' : 'abandoned_waiting';
    const times = { startedAt: now - minutesAgo * minute, waitedMs: waitedS * 1000, talkedMs: 0 };
    return { direction: 'inbound', caller, line, outcome: 'missed', reason, ...times };
  });
  const [longest, second] = drafts;
  // One of them calls a second time in vain, one was tried and not reached.
  if (second !== undefined) drafts.push({ ...second, startedAt: now - 52 * minute, waitedMs: 33_000 });
  if (longest !== undefined) {
    const { caller, line } = longest;
    const times = { startedAt: now - 95 * minute, waitedMs: 29_000, talkedMs: 0 };
    drafts.push({ direction: 'outbound', caller, line, outcome: 'not_answered', ...times });
  }
  const withheld = { direction: 'inbound', caller: null, line: 'sales', outcome: 'missed' } as const;
  drafts.push({
    ...withheld,
    reason: 'abandoned_waiting',
    startedAt: now - 34 * minute,
    waitedMs: 15_000,
    talkedMs: 0,
  });
  return drafts;
}

/** Gives every call that had one an agent who was free: often the contact's owner, else one who serves the line. */
function withAgents(site: DemoSite, random: Random, drafts: readonly Draft[]): PastCall[] {
  const busyUntil = new Map<string, number>();
  const agents = site.people.filter(({ role, devices }) => role === 'agent' && devices.length > 0);
  return drafts.map((draft) => {
    if (draft.outcome === 'missed') return draft;
    const queue = site.lines.find(({ key }) => key === draft.line)?.queue;
    const isFree = ({ login }: DemoPerson) => (busyUntil.get(login) ?? 0) < draft.startedAt;
    const serving = agents.filter((agent) => isFree(agent) && (queue === undefined || agent.queues.includes(queue)));
    const owner = ownerOf(site, draft.caller);
    const own = agents.filter((agent) => agent.login === owner && isFree(agent) && random() < 0.6);
    const agent = own[0] ?? pick(random, serving) ?? pick(random, agents.filter(isFree)) ?? agents[0];
    if (agent === undefined) return draft;
    busyUntil.set(agent.login, draft.startedAt + draft.waitedMs + draft.talkedMs + minute);
    const agentExtension = agent.devices[0]?.extension ?? '';
    const note =
      draft.outcome === 'talked' && random() < 0.55 ? noteFor(random, agent.language, draft.line) : undefined;
    return { ...draft, agentExtension, ...(note === undefined ? {} : { note }) };
  });
}

// A return that would lie ahead of now has not happened: the call is still owed.
function withoutFuture(call: PastCall, now: number): PastCall {
  const { returnedAfterMs, ...rest } = call;
  const happened = returnedAfterMs !== undefined && call.startedAt + returnedAfterMs + 10 * minute < now;
  return happened ? { ...rest, returnedAfterMs } : rest;
}

/** Eight in the morning of the day around `at`, on the company's clock. A change to summer time in between may cost an hour. */
function workday(at: number, timeZone: string): { opened: number; weekday: string } {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const part = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  const sinceMidnight = Number(part.hour) * hour + Number(part.minute) * minute + (at % minute);
  return { opened: at - sinceMidnight + 8 * hour, weekday: part.weekday ?? '' };
}

function ownerOf(site: DemoSite, number: string | null): string | undefined {
  return site.contacts.find(({ phones }) => phones.some((phone) => phone === number))?.owner;
}

function numbersOf(site: DemoSite): string[] {
  return [...new Set(site.contacts.flatMap(({ phones }) => phones))];
}

// In the demonstration numbers ending in 8 are engaged and in 9 never answer.
function answers(number: string): boolean {
  return !/[89]$/.test(number);
}

function stranger(random: Random): string {
  const area = pick(random, ['1214960', '1614960', '1134960', '2079460']);
  return `+44${area}${between(random, 50, 89)}${between(random, 0, 7)}`;
}
