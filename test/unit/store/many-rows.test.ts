import { describe, expect, test } from 'vitest';
import { arrayOf, manyRows } from '../../../server/store/many-rows.ts';

describe('a list as PostgreSQL reads it', () => {
  test.each<[string, readonly unknown[], string]>([
    ['nothing', [], '{}'],
    ['numbers, truths and nothing', [1, -2.5, true, null], '{1,-2.5,true,null}'],
    ['texts', ['a', '', 'null', 'a,b', '{}'], '{"a","","null","a,b","{}"}'],
    ['quotes and backslashes', ['"', '\\', '\\"'], '{"\\"","\\\\","\\\\\\""}'],
    ['a line end, which JSON spells as a letter', ['a\nb', 'n'], '{"a\nb","n"}'],
    ['a backslash before a letter', ['\\n'], '{"\\\\n"}'],
    ['what is no number', [Number.NaN, 1], '{null,1}'],
    ['nothing beside a line end', [null, '\t', 3, false], '{null,"\t",3,false}'],
  ])('%s', (_what, values, written) => {
    expect(arrayOf(values)).toBe(written);
  });
});

describe('many rows', () => {
  const rows = manyRows<{ id: number; at: number | null; names: readonly string[]; rest: object }>([
    ['id', 'bigint', ({ id }) => id],
    ['at', 'instant', ({ at }) => at],
    ['names', 'texts', ({ names }) => names],
    ['rest', 'json', ({ rest }) => rest],
  ]);

  test('are sent as one list a column', () => {
    expect(rows.source(3)).toBe(
      'unnest($3::bigint[], $4::float8[], $5::text[], $6::text[]) as x (id, at, names, rest)',
    );
    expect(rows.taken).toBe('x.id, to_timestamp(x.at / 1000), x.names::text[], x.rest::jsonb');
    expect(rows.values([{ id: 1, at: null, names: ['a', 'b'], rest: { a: '"' } }])).toEqual([
      '{1}',
      '{null}',
      '{"{\\"a\\",\\"b\\"}"}',
      '{"{\\"a\\":\\"\\\\\\"\\"}"}',
    ]);
  });

  test('with an instant that is none are refused by the database, not written without it', () => {
    const far = [Number.NaN, Number.POSITIVE_INFINITY, 9e15].map((at) => ({ id: 1, at, names: [], rest: {} }));
    expect(rows.values(far)[1]).toBe('{1e+300,1e+300,1e+300}');
  });
});
