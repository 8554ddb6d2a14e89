import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Language, PersonRef, Role } from '../../schema/contracts/common.ts';
import { users } from '../../schema/tables/people.ts';
import type { DbTx } from '../platform/db.ts';
import { rowsOf } from './sql.ts';

/** A person of ours, with what access decisions need. */
export interface User {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly language: Language;
  readonly theme: 'light' | 'dark' | 'auto';
  readonly passwordHash: string | null;
  readonly disabledAt: number | null;
  readonly email: string | null;
  readonly popWhen: 'ring' | 'answer' | 'never';
  readonly popAs: 'card' | 'strip' | 'url';
  readonly popUrl: string | null;
}

export interface NewUser {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly language: Language;
  readonly passwordHash: string | null;
  readonly email?: string | null;
  readonly at: number;
}

/** One line of the people list. */
export interface PersonListed {
  readonly id: number;
  readonly name: string;
  readonly login: string;
  readonly role: Role;
  readonly language: Language;
  readonly email: string | null;
  readonly disabledAt: number | null;
  readonly hasPassword: boolean;
  readonly devices: { id: number; device: string; extension: string; label: string | null }[];
  readonly queues: string[];
}

type Changes = Partial<
  Pick<
    User,
    'name' | 'role' | 'language' | 'theme' | 'passwordHash' | 'disabledAt' | 'email' | 'popWhen' | 'popAs' | 'popUrl'
  >
>;

const columns = {
  id: users.id,
  login: users.login,
  name: users.name,
  role: users.role,
  language: users.language,
  theme: users.theme,
  passwordHash: users.passwordHash,
  disabledAt: users.disabledAt,
  email: users.email,
  popWhen: users.popWhen,
  popAs: users.popAs,
  popUrl: users.popUrl,
};

/** People: never deleted, only disabled. */
export function userStore(tx: DbTx) {
  return {
    async byId(id: number): Promise<User | undefined> {
      return (await tx.select(columns).from(users).where(eq(users.id, id)))[0];
    },
    async byLogin(login: string): Promise<User | undefined> {
      return (
        await tx
          .select(columns)
          .from(users)
          .where(eq(sql`lower(${users.login})`, login.toLowerCase()))
      )[0];
    },
    /** Undefined when the login is taken. */
    async add({ at, ...user }: NewUser): Promise<User | undefined> {
      const values = { ...user, createdAt: at };
      return (await tx.insert(users).values(values).onConflictDoNothing().returning(columns))[0];
    },
    async change(id: number, changes: Changes): Promise<void> {
      if (Object.keys(changes).length > 0) await tx.update(users).set(changes).where(eq(users.id, id));
    },
    /** Admins who can sign in: a name in the site file without a password is none yet. Locked, so that two of them cannot remove each other at once. */
    async activeAdmins(): Promise<readonly number[]> {
      const found = await tx
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.role, 'admin'), isNull(users.disabledAt), isNotNull(users.passwordHash)))
        .for('update');
      return found.map((row) => row.id);
    },
    /** Where and in which language these people are written to. */
    addresses(ids: readonly number[]): Promise<Pick<User, 'id' | 'name' | 'language' | 'email'>[]> {
      const { id, name, language, email } = columns;
      return tx
        .select({ id, name, language, email })
        .from(users)
        .where(inArray(users.id, [...ids]));
    },
    refs(): Promise<PersonRef[]> {
      const ref = { id: users.id, name: users.name };
      return tx.select(ref).from(users).where(isNull(users.disabledAt)).orderBy(users.name);
    },
    list(id?: number): Promise<PersonListed[]> {
      return rowsOf<PersonListed>(
        tx,
        sql`select u.id, u.name, u.login, u.role, u.language, u.email,
              (extract(epoch from u.disabled_at) * 1000)::bigint as "disabledAt",
              u.password_hash is not null as "hasPassword",
              coalesce((select json_agg(json_build_object('id', d.id, 'device', d.device, 'extension', d.extension,
                'label', d.label) order by d.id) from devices d where d.user_id = u.id), '[]') as devices,
              coalesce((select json_agg(q.name order by q.name) from user_queues uq join queues q on q.id = uq.queue_id
                where uq.user_id = u.id), '[]') as queues
            from users u where ${id === undefined ? sql`true` : sql`u.id = ${id}`} order by u.disabled_at is not null, u.name`,
      );
    },
  };
}
export type UserStore = ReturnType<typeof userStore>;
