import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Company, openCompany } from './company.ts';
import { type ChaosPbx, startChaosPbx } from './pbx.ts';
import { agents, siteYaml } from './site.ts';

/** A company with a PBX of ours, which keeps the truth while its AMI tells lies. */
export interface Cell extends Company {
  readonly pbx: ChaosPbx;
}

export async function openCell(seed: number): Promise<Cell> {
  const dataDir = mkdtempSync(join(tmpdir(), 'rb-chaos-'));
  chmodSync(dataDir, 0o755);
  const celPath = join(dataDir, 'Master.csv');
  const sitePath = join(dataDir, 'site.yaml');
  writeFileSync(sitePath, siteYaml());
  const pbx = await startChaosPbx(seed, celPath);
  const company = await openCompany({
    dataDir,
    pbxPort: pbx.port,
    accounts: pbx.accounts,
    sitePath,
    celPath,
    recordingsDir: join(dataDir, 'recordings'),
    agents,
    stopPbx: () => pbx.stop(),
  });
  return Object.assign(company, { pbx });
}
