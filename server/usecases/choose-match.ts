import { normalise } from '../domain/number/normalise.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** An agent says which of several people behind a number is meant; it is remembered for this agent. Answers the number in E.164. */
export function chooseMatch(office: Office, actor: Actor, number: string, contactId: number): Promise<string> {
  return office.transact(async (tx) => {
    const site = await tx.site.get();
    const e164 = normalise(number, { country: site?.country ?? '', areaCode: site?.areaCode ?? null });
    if (e164 === null) throw new Refusal('bad-number', 'number');
    if (!(await tx.matches.idsBehind(e164)).includes(contactId)) throw new Refusal('not-found', 'contactId');
    await tx.matches.choose(e164, actor.id, contactId, office.now());
    return e164;
  });
}
