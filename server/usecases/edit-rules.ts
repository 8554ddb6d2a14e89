import type { CompanyRule, LineRule, LineRuleRow, Rules } from '../../schema/contracts/rules.ts';
import { parseQuietHours } from '../domain/callback/may-call.ts';
import { standardPolicy } from '../domain/callback/policy.ts';
import { type Ladder, ownerWord, standardLadder, supervisorsWord } from '../domain/escalation/ladder.ts';
import type { StoredRule } from '../store/rules.ts';
import type { Deps } from './deps.ts';
import type { Actor, Office, OfficeTx } from './office.ts';
import { moveDebts } from './recompute-due.ts';
import { Refusal } from './refusal.ts';

/** How far back a rule is looked at. */
export const weekMs = 7 * 86_400_000;

/** What every line and the company promise, with what came of it in the last seven days. */
export function listRules(office: Office): Promise<Rules> {
  return office.transact(async (tx) => {
    const company = await tx.rules.company();
    if (!company) throw new Refusal('not-found');
    const { version, timeZone, quietHours, ladder } = company;
    const lines = await tx.rules.list(office.now() - weekMs);
    return {
      company: { version, timeZone, rule: { quietHours, ladder: textOf(ladder ?? standardLadder) } },
      lines: lines.map(rowOf),
    };
  });
}

/** The rule of a line as people read and write it. */
export function ruleOf(stored: StoredRule): LineRule {
  const { dueMinutes, retryMinutes, maxTries, abandonedSeconds, offers, ladder } = stored;
  return {
    dueMinutes,
    retryMinutes: [...(retryMinutes ?? standardMinutes)],
    maxTries: maxTries ?? standardPolicy.maxAttempts,
    abandonedSeconds,
    offers,
    ladder: ladder === null ? null : textOf(ladder),
  };
}

const standardMinutes = standardPolicy.retryAfterMs.map((wait) => wait / 60_000);

const textOf = (ladder: Ladder) => ladder.map(({ to, by, ...rung }) => ({ ...rung, to: [...to], by: [...by] }));

function rowOf(stored: StoredRule): LineRuleRow {
  const { id, key, name, version, hours, missed, open } = stored;
  return { id, key, name, version, hours, missed, open, rule: ruleOf(stored) };
}

/**
 * Saves what a line promises and moves what hangs on it, in one transaction and on the record. Of two who edit at once
 * the later one is refused. Nothing is closed. Answers how many callbacks moved.
 */
export function saveLineRule(
  house: Office & Deps,
  actor: Actor,
  id: number,
  { version, rule }: { readonly version: number; readonly rule: LineRule },
): Promise<{ readonly row: LineRuleRow; readonly moved: number }> {
  return house.transact(async (tx) => {
    const at = house.now();
    const before = await tx.rules.line(id, at - weekMs);
    if (!before) throw new Refusal('not-found');
    await checkLadder(tx, rule.ladder);
    const had = ruleOf(before);
    const values = {
      dueMinutes: rule.dueMinutes,
      retryMinutes: [...rule.retryMinutes],
      maxTries: rule.maxTries,
      offers: rule.offers,
      escalation: rule.ladder,
    };
    if (!(await tx.rules.changeLine(id, version, values))) throw new Refusal('edit-conflict');
    if (rule.abandonedSeconds !== had.abandonedSeconds) await tx.rules.leaveOutBefore(id, rule.abandonedSeconds, at);
    let moved = 0;
    if (rule.dueMinutes !== had.dueMinutes) {
      await tx.calendars.ownHours();
      moved = await moveDebts(tx, id, 'minutes_changed', at);
    }
    const entry = { at, actorId: actor.id, subject: `line:${id}`, ip: actor.ip };
    const detail = { name: before.name, before: had, after: rule, moved };
    await tx.audit.add({ ...entry, action: 'rule.changed', detail });
    const row = await tx.rules.line(id, at - weekMs);
    if (!row) throw new Error('The rule was not stored');
    return { row: rowOf(row), moved };
  });
}

/** Saves what holds for all lines: when nobody is rung, and the ladder of lines that have none of their own. */
export function saveCompanyRule(
  house: Office & Deps,
  actor: Actor,
  { version, rule }: { readonly version: number; readonly rule: CompanyRule },
): Promise<Rules> {
  return house
    .transact(async (tx) => {
      const at = house.now();
      const before = await tx.rules.company();
      if (!before) throw new Refusal('not-found');
      if (rule.quietHours !== null && parseQuietHours(rule.quietHours) === null) {
        throw new Refusal('bad-request', 'rule.quietHours');
      }
      await checkLadder(tx, rule.ladder);
      const values = { quietHours: rule.quietHours, escalation: rule.ladder };
      if (!(await tx.rules.changeCompany(before.id, version, values))) throw new Refusal('edit-conflict');
      const entry = { at, actorId: actor.id, subject: 'company', ip: actor.ip };
      const { quietHours, ladder } = before;
      const detail = { before: { quietHours, ladder: ladder ?? standardLadder }, after: rule };
      await tx.audit.add({ ...entry, action: 'rule.changed', detail });
    })
    .then(() => listRules(house));
}

/** A step may only name people who are here. */
export async function checkLadder(tx: OfficeTx, ladder: Ladder | null): Promise<void> {
  const named = [...new Set((ladder ?? []).flatMap(({ to }) => to))].filter(
    (word) => word !== ownerWord && word !== supervisorsWord,
  );
  if ((await tx.rules.strangers(named)).length > 0) throw new Refusal('not-found', 'rule.ladder');
}
