import type { z } from 'zod';
import type { EditLine } from '../../schema/contracts/leaving.ts';
import type { Deps } from './deps.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

type Edit = Omit<z.infer<typeof EditLine>, 'version'>;

/**
 * Changes what a line is called and what stands beside its calls. A caller is known by number and group: while anything is
 * owed on the line its group stays, so that nobody is owed twice. What the edit does not tell stays as it is.
 */
export function editLine(
  house: Office & Deps,
  actor: Actor,
  id: number,
  { version, ...edit }: z.infer<typeof EditLine>,
): Promise<void> {
  return house.transact(async (tx) => {
    const at = house.now();
    const line = await tx.leaving.line(id);
    if (!line) throw new Refusal('not-found');
    const { lineGroup, ...had } = line;
    const before: Required<Edit> = {
      name: had.name,
      language: edit.language,
      group: lineGroup,
      greeting: had.greeting,
      checklist: had.checklist,
      outcomes: had.outcomes,
    };
    if (edit.group !== before.group) {
      await tx.calendars.ownHours();
      if ((await tx.leaving.holdOfLine(id)).length > 0) throw new Refusal('has-open-callbacks', 'group');
    }
    const { group, ...values } = { ...before, ...edit };
    if (!(await tx.rules.changeLine(id, version, { ...values, lineGroup: group }))) throw new Refusal('edit-conflict');
    const entry = { at, actorId: actor.id, subject: `line:${id}`, ip: actor.ip };
    await tx.audit.add({
      ...entry,
      action: 'line.changed',
      detail: changes({ ...before, language: had.language }, edit),
    });
  });
}

/** Names always, so that an entry tells which line it was; of the rest only what differs. */
function changes(before: object, after: object): { readonly before: object; readonly after: object } {
  const known = new Map(Object.entries(before));
  const told = Object.entries(after).filter(
    ([name, value]) => name === 'name' || JSON.stringify(value) !== JSON.stringify(known.get(name)),
  );
  return {
    before: Object.fromEntries(told.map(([name]) => [name, known.get(name)])),
    after: Object.fromEntries(told),
  };
}
