import { describe, expect, test } from 'vitest';
import { assign } from '../../../server/domain/callback/assign.ts';

const everybody = { escalatedTo: 1, contactOwner: 2, lastTalker: 3, favourite: 4 };

describe('whose an item is', () => {
  test.each([
    [{}, 1, 'escalation'],
    [{ escalatedTo: null }, 2, 'contact_owner'],
    [{ escalatedTo: null, contactOwner: null }, 3, 'last_talk'],
    [{ escalatedTo: null, contactOwner: null, lastTalker: null }, 4, 'favourite'],
    [{ escalatedTo: null, contactOwner: null, lastTalker: null, favourite: null }, null, 'queue'],
  ] as const)('%j: the first rule that names somebody says so', (without, ownerId, ownerRule) => {
    expect(assign({ ...everybody, ...without })).toEqual({ ownerId, ownerRule });
  });
});
