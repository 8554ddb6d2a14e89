import type { PersonListed } from '../store/users.ts';
import type { Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** Everyone who works here, with their phones and queues. */
export function listPeople(office: Office): Promise<PersonListed[]> {
  return office.transact((tx) => tx.users.list());
}

export async function readPerson(office: Office, id: number): Promise<PersonListed> {
  const [person] = await office.transact((tx) => tx.users.list(id));
  if (!person) throw new Refusal('not-found');
  return person;
}
