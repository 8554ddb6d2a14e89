import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

const mantine = 'node_modules/@mantine/core';
const list = 'agent-ui/src/app/mantine.css';

/** The parts of Mantine whose styles a page loads. */
const loaded = [...readFileSync(list, 'utf8').matchAll(/@mantine\/core\/styles\/(\w+)\.layer\.css/g)].map(
  ([, part]) => part ?? '',
);

/** Where Mantine keeps what it exports under a name. */
const files = new Map(
  [...readFileSync(join(mantine, 'esm/index.mjs'), 'utf8').matchAll(/import \{([^}]*)\} from "([^"]+)"/g)].flatMap(
    ([, names = '', file = '']) =>
      names.split(',').map((name) => [name.trim().split(' as ').at(-1) ?? '', join(mantine, 'esm', file)] as const),
  ),
);

/** The parts that bring styles of their own among `file` and all it is made of. */
function stylesBehind(file: string, seen: Set<string>, found: Set<string>): void {
  if (seen.has(file)) return;
  seen.add(file);
  for (const [, other = ''] of readFileSync(file, 'utf8').matchAll(/from "(\.[^"]+)"/g)) {
    const path = normalize(join(dirname(file), other));
    const part = /^(.+)\.module\.mjs$/.exec(basename(path))?.[1];
    if (part !== undefined) found.add(part);
    else if (existsSync(path)) stylesBehind(path, seen, found);
  }
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}

describe('styles of Mantine', () => {
  const used = new Set(
    sources('agent-ui/src').flatMap((source) =>
      [...source.matchAll(/^import \{([^}]*)\} from '@mantine\/core'/gms)].flatMap(([, names = '']) =>
        names.split(',').map((name) => name.trim()),
      ),
    ),
  );
  const parts = [...used].filter((name) => /^[A-Z]/.test(name)).sort();

  test('the pages use what this test knows how to find', () => {
    expect(parts).toContain('Button');
    expect(parts.filter((name) => !files.has(name))).toEqual([]);
  });

  test.each([...parts, 'Notification'])('%s and all it is made of have theirs loaded', (name) => {
    const found = new Set<string>();
    stylesBehind(files.get(name) ?? '', new Set(), found);
    const styled = [...found].filter((part) => existsSync(join(mantine, 'styles', `${part}.layer.css`)));
    expect(styled.filter((part) => !loaded.includes(part))).toEqual([]);
  });

  test('none is loaded that nothing is made of', () => {
    const found = new Set<string>();
    for (const name of [...parts, 'Notification']) stylesBehind(files.get(name) ?? '', new Set(), found);
    const always = ['default-css-variables', 'baseline', 'global'];
    expect(loaded.filter((part) => !always.includes(part) && !found.has(part))).toEqual([]);
  });
});
