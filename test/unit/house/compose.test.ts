import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { projectRoot, readSource } from './source-files.ts';

interface Service {
  readonly image?: string;
  readonly build?: { readonly dockerfile: string };
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
}

const { services } = parse(readSource('docker-compose.yml')) as { services: Record<string, Service> };
const entries = Object.entries(services);

/** A tag that names a release: at least major.minor. */
const pinned = /:[0-9]+\.[0-9]+[\w.-]*$/;

describe('docker-compose.yml', () => {
  test('runs Postgres, Asterisk and Ringback', () => {
    expect(Object.keys(services).sort()).toEqual(['asterisk', 'postgres', 'ringback']);
  });

  test.each(entries)('%s is pinned, built from files that exist, and health-checked', (_name, service) => {
    if (service.image) expect(service.image).toMatch(pinned);
    if (service.build) {
      expect(existsSync(resolve(projectRoot, service.build.dockerfile))).toBe(true);
      const bases = [...readSource(service.build.dockerfile).matchAll(/^FROM (\S+)/gm)].map((match) => match[1]);
      expect(bases.length).toBeGreaterThan(0);
      for (const base of bases) expect(base).toMatch(pinned);
    }
    expect(service.healthcheck?.test.length).toBeGreaterThan(1);
  });

  test('holds no secret and publishes only on loopback', () => {
    for (const [, service] of entries) {
      for (const [name, value] of Object.entries(service.environment ?? {})) {
        if (/PASSWORD|SECRET/.test(name)) expect(value).toMatch(/^\$\{/);
      }
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });
});
