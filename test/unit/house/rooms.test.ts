import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, readSource, sourceFiles } from './source-files.ts';

/** What each room may import at run time: other rooms by path, packages by name. Types of `pbx/ami/ami-event.ts` are free. */
const rooms: readonly { readonly room: string; readonly may: readonly RegExp[] }[] = [
  { room: 'schema/values/', may: [/^zod$/, /^schema\/values\//] },
  { room: 'schema/contracts/', may: [/^zod$/, /^schema\/(values|contracts)\//] },
  { room: 'schema/tables/', may: [/^drizzle-orm/, /^schema\/(values|tables)\//] },
  { room: 'pbx/ami/', may: [/^node:/, /^schema\/values\//, /^pbx\/ami\//] },
  {
    room: 'pbx/actions/',
    may: [/^node:/, /^zod$/, /^asterisk-manager$/, /^schema\/values\//, /^pbx\/(actions|asterisk-manager)/],
  },
  { room: 'pbx/records/', may: [/^node:/, /^(pg|mysql2\/promise)$/, /^pbx\/records\//] },
  { room: 'pbx/demo/', may: [/^node:/, /^zod$/, /^yaml$/, /^schema\/values\//, /^pbx\/demo\//] },
  // libphonenumber-js and luxon are pure: numbers and calendars are domain decisions.
  {
    room: 'server/domain/',
    may: [/^libphonenumber-js/, /^luxon$/, /^schema\/(values|contracts)\//, /^server\/domain\//],
  },
  {
    room: 'server/usecases/',
    may: [
      /^zod$/,
      /^schema\//,
      /^server\/(domain|usecases|platform\/(clock|ids|password|recordings))/,
      /^node:(crypto|path)/,
    ],
  },
  {
    room: 'server/store/',
    may: [/^drizzle-orm/, /^pg$/, /^schema\//, /^server\/(domain|store|usecases)\//, /^server\/platform\/db/],
  },
  {
    room: 'server/realtime/',
    may: [
      /^node:/,
      /^socket\.io$/,
      /^zod$/,
      /^schema\/(contracts|values)\//,
      /^server\/(realtime|platform|usecases|http\/ports)/,
    ],
  },
  {
    room: 'server/feed/',
    may: [
      /^node:(crypto|http|stream)$/,
      /^ws$/,
      /^schema\/contracts\//,
      /^server\/(feed|usecases)\//,
      /^server\/http\/(problems|try-limit)/,
    ],
  },
  { room: 'server/notices/', may: [/^nodemailer$/, /^node:crypto$/, /^server\/notices\//] },
  {
    room: 'agent-ui/src/',
    may: [/^(?!\.|node:|server\/|pbx\/|schema\/tables)/, /^agent-ui\/src\//, /^schema\/(contracts|values)\//],
  },
];

function target(file: string, from: string): string {
  return from.startsWith('.') ? posix.join(posix.dirname(file), from) : from;
}

describe('the rooms of the house', () => {
  const files = sourceFiles('.ts', '.tsx').filter((path) => !path.endsWith('.d.ts'));

  test.each(rooms)('$room imports only what it may', ({ room, may }) => {
    const strays = files
      .filter((path) => path.startsWith(room))
      .flatMap((path) =>
        importsOf(readSource(path))
          .filter(({ typeOnly }) => !typeOnly)
          .map(({ from }) => ({ path, from: target(path, from) }))
          .filter(({ from }) => !may.some((pattern) => pattern.test(from))),
      );
    expect(strays).toEqual([]);
  });

  test('a feature of the screens never imports another feature', () => {
    const strays = files
      .filter((path) => path.startsWith('agent-ui/src/features/'))
      .flatMap((path) => {
        const feature = path.split('/')[3];
        return importsOf(readSource(path))
          .map(({ from }) => target(path, from))
          .filter((from) => /^agent-ui\/src\/features\//.test(from) && from.split('/')[3] !== feature)
          .map((from) => ({ path, from }));
      });
    expect(strays).toEqual([]);
  });

  test('the domain has no clock, no chance and no waiting', () => {
    const impure = /Date\.now\(|new Date\(\)|Math\.random|process\.env|\bawait\b|\basync\b|node:crypto/;
    const strays = files
      .filter((path) => path.startsWith('server/domain/'))
      .filter((path) =>
        readSource(path)
          .split('\n')
          .some((line) => !/^\s*(\/?\*|\/\/)/.test(line) && impure.test(line)),
      );
    expect(strays).toEqual([]);
  });

  test('no hand-written file is longer than 400 lines', () => {
    const long = files.filter((path) => readSource(path).split('\n').length > 401);
    expect(long).toEqual([]);
  });
});
