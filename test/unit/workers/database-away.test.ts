import { describe, expect, test } from 'vitest';
import { isDatabaseAway } from '../../../server/compose/database-away.ts';

const failure = (code: string) =>
  new Error('Failed query', { cause: Object.assign(new Error('said by the server'), { code }) });

describe('a finished call that the database did not take', () => {
  test.each([
    ['the connection was refused', 'ECONNREFUSED'],
    ['the server is shutting down', '57P01'],
    ['the statement was cancelled', '57014'],
    ['a row was locked for too long', '55P03'],
    ['the disk is full', '53100'],
    ['the server has no memory left', '53200'],
    ['the server is a standby that takes no writes', '25006'],
    ['the password is being changed', '28P01'],
    ['the database is being restored', '3D000'],
    ['a table is being restored', '42P01'],
    ['the file system fails', '58030'],
    ['two transactions waited for each other', '40P01'],
    ['the name of the server is not found now', 'EAI_AGAIN'],
    ['the network is down', 'ENETUNREACH'],
  ])('waits and is not given up when %s', (_why, code) => {
    expect(isDatabaseAway(failure(code))).toBe(true);
  });

  test.each(['Client has encountered a connection error and is not queryable', 'Connection terminated unexpectedly'])(
    'waits when the driver says: %s',
    (said) => expect(isDatabaseAway(new Error('Failed query: rollback', { cause: new Error(said) }))).toBe(true),
  );

  test.each([
    ['a number does not fit', '22003'],
    ['a constraint refuses it', '23514'],
    ['a trigger of the ledger refuses it', 'RB005'],
  ])('is a matter of the call itself when %s', (_why, code) => {
    expect(isDatabaseAway(failure(code))).toBe(false);
  });

  test('is a matter of ours when no server said anything', () => {
    expect(isDatabaseAway(new TypeError('x is not a function'))).toBe(false);
  });
});
