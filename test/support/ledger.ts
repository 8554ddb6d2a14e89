import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { standardPolicy } from '../../server/domain/callback/policy.ts';
import { destinationKind } from '../../server/domain/number/destination.ts';
import { auditHistories } from '../../server/store/audit-histories.ts';
import { auditLedger } from '../../server/store/audit-views.ts';
import { transactOver } from '../../server/store/transact.ts';
import type { Deps } from '../../server/usecases/deps.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';

/** A small company with two lines, two agents, a supervisor and a clock that only the test moves. */
export interface Ledger {
  readonly database: FreshDatabase;
  readonly deps: Deps;
  readonly clock: { at: number };
  readonly ids: {
    readonly site: number;
    readonly pbx: number;
    readonly boot: number;
    readonly amy: number;
    readonly bob: number;
    readonly sue: number;
    readonly amysPhone: number;
    readonly bobsPhone: number;
  };
  query<Row extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  addContact(name: string, numbers: readonly string[], vip?: boolean): Promise<number>;
  /** Fails unless all of S1–S5 hold at the test's own time, and every item is the sum of its history. */
  expectAllKept(): Promise<void>;
  close(): Promise<void>;
}

export const minute = 60_000;

/** A fresh database with the company in it. */
export async function openLedger(): Promise<Ledger> {
  const database = await freshDatabase();
  const query = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
    (await database.pool.query<Row>(text, [...values])).rows;
  const id = async (text: string, ...values: readonly unknown[]) => {
    const [row] = await query<{ id: number }>(`${text} returning id`, values);
    if (!row) throw new Error('no row');
    return row.id;
  };
  const site = await id(
    `insert into sites (name, country, time_zone, language) values ('Acme', 'GB', 'Europe/London', 'en')`,
  );
  const pbx = await id(
    `insert into pbxes (site_id, name, trunks, inbound_contexts, internal_contexts, originate_context)
     values ($1, 'main', '{PJSIP/trunk*}', '{from-trunk}', '{from-internal}', 'ringback')`,
    site,
  );
  const boot = await id('insert into boots (pbx_id, started_at) values ($1, now())', pbx);
  for (const [key, group] of [
    ['sales', 'sales'],
    ['support', 'support'],
  ]) {
    await id(
      `insert into lines (site_id, key, name, dids, line_group, language, country) values ($1, $2, $2, '{}', $3, 'en', 'GB')`,
      site,
      key,
      group,
    );
  }
  const person = (login: string, role: string) =>
    id('insert into users (login, name, role, created_at) values ($1, $1, $2, now())', login, role);
  const [amy, bob, sue] = [
    await person('amy', 'agent'),
    await person('bob', 'agent'),
    await person('sue', 'supervisor'),
  ];
  const phone = (extension: string, owner: number) =>
    id(
      'insert into devices (pbx_id, device, extension, user_id) values ($1, $2, $3, $4)',
      pbx,
      `PJSIP/${extension}`,
      extension,
      owner,
    );
  const [amysPhone, bobsPhone] = [await phone('1001', amy), await phone('1002', bob)];
  const clock = { at: Math.floor(Date.now() / 1000) * 1000 };
  const deps: Deps = {
    transact: transactOver(database.db),
    now: () => clock.at,
    newId: randomUUID,
    kindOf: destinationKind,
    policy: standardPolicy,
  };
  return {
    database,
    deps,
    clock,
    ids: { site, pbx, boot, amy, bob, sue, amysPhone, bobsPhone },
    query,
    addContact: async (name, numbers, vip = false) => {
      const contact = await id(
        'insert into contacts (name, vip, created_at, updated_at) values ($1, $2, now(), now())',
        name,
        vip,
      );
      for (const number of numbers) {
        await query('insert into contact_phones (contact_id, e164, created_at) values ($1, $2, now())', [
          contact,
          number,
        ]);
      }
      return contact;
    },
    expectAllKept: async () => {
      const results = await database.db.transaction(async (tx) => {
        await tx.execute(`set local ringback.now = '${new Date(clock.at + 3_000).toISOString()}'`);
        return auditLedger(tx);
      });
      expect(
        results.flatMap(({ name, violations }) => violations.map((violation) => ({ name, ...violation }))),
      ).toEqual([]);
      expect(await auditHistories(database.db)).toEqual([]);
    },
    close: () => database.drop(),
  };
}
