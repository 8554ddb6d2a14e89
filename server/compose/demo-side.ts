import type { DemoPort } from '../http/ports.ts';
import { pbxStore } from '../store/pbx.ts';
import type { Core } from './core.ts';
import { demoAccounts, demoPort } from './demo.ts';
import { writeDemoHistory } from './demo-history.ts';
import type { PbxLink } from './pbx-link.ts';

/** The demonstration around its PBX: a past week, people with passwords of this run, and whose phone is whose. */
export interface DemoSide {
  readonly port: DemoPort;
  /** Phones of people who look at a screen are theirs: the demonstration does not pick them up. */
  seat(hasScreen: (userId: number) => boolean): void;
}

/** Null when a real PBX is connected. */
export async function openDemoSide({ db, house, memory }: Core, link: PbxLink): Promise<DemoSide | null> {
  if (link.demo === null) return null;
  const { pbx, site } = link.demo;
  const setup = await db.transaction((tx) => pbxStore(tx).setup());
  if (setup !== undefined && !(await house.transact((tx) => tx.callRows.any()))) {
    const bootId = await db.transaction((tx) => pbxStore(tx).boot(setup.id, 0));
    await writeDemoHistory(house, site, setup.id, bootId);
  }
  const accounts = await demoAccounts(house);
  return {
    port: demoPort(pbx.control, memory, accounts),
    seat(hasScreen) {
      const seated = [...memory.people.keys()].filter(hasScreen);
      pbx.control.seat(seated.flatMap((userId) => memory.devicesOf(userId).map(({ device }) => device)));
    },
  };
}
