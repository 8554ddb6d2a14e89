import { expect, test } from 'vitest';
import { importsOf, readSource, sourceFiles } from './source-files.ts';

/** Used by tools or by configuration, never by an import of ours. */
const tools = new Set(['@biomejs/biome', 'typescript', 'jsdom', '@types/node']);

function packageOf(from: string): string {
  return from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
}

test('every dependency is used, and every used package is declared at an exact version', () => {
  const manifest = JSON.parse(readSource('package.json')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >;
  const declared = { ...manifest.dependencies, ...manifest.devDependencies };
  const sources = sourceFiles('.ts', '.tsx', '.js', '.css')
    .filter((path) => path !== 'test/unit/house/dependencies.test.ts')
    .map(readSource);
  const imported = new Set(
    sources
      .flatMap((text) => importsOf(text).map(({ from }) => from))
      .filter((from) => !from.startsWith('.') && !from.startsWith('node:') && !from.startsWith('virtual:'))
      .map(packageOf),
  );
  // Style sheets and resolved files name a package in a string instead of importing it.
  const named = (name: string) => sources.some((text) => text.includes(`'${name}`) || text.includes(`${name}/files/`));
  const unused = Object.keys(declared)
    .filter((name) => !tools.has(name) && !name.startsWith('@types/'))
    .filter((name) => !imported.has(name) && !named(name));
  const undeclared = [...imported].filter((name) => !(name in declared));
  const loose = Object.entries(declared).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
  expect({ unused, undeclared, loose }).toEqual({ unused: [], undeclared: [], loose: [] });
});
