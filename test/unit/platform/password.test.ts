import { describe, expect, test } from 'vitest';
import { hashPassword, verifyPassword } from '../../../server/platform/password.ts';
import { weakness } from '../../../server/usecases/weak-password.ts';

describe('a password', () => {
  test('is stored as argon2id and known again', async () => {
    const stored = await hashPassword('correct horse battery');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(stored, 'correct horse battery')).toBe(true);
    expect(await verifyPassword(stored, 'correct horse batterz')).toBe(false);
  });

  test('of nobody is never right, not even the decoy’s own', async () => {
    expect(await verifyPassword(null, 'no such person')).toBe(false);
  });

  test.each(['short', 'aaaaaaaaaaaa', 'password12', 'Qwertyuiop1', 'amanda1234'])('%s is too easy', (password) => {
    expect(weakness(password, 'amanda')).toBe(true);
  });

  test.each(['correct horse battery', 'یک گذرواژهٔ خوب', 'xK7-mmQ2-pp'])('%s is good', (password) => {
    expect(weakness(password, 'amanda')).toBe(false);
  });
});
