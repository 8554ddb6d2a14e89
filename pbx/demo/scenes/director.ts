import { between, pickWeighted } from '../chance.ts';
import type { Cancel } from '../ports.ts';
import { type Scene, type Stage, scenes, visitorRings } from './scenes.ts';

/** Starts stories at a human pace. */
export interface Director {
  /** Somebody watches: the first story follows within 3 to 8 seconds. Later calls change nothing. */
  begin(): void;
  pause(): void;
  resume(): void;
  isPaused(): boolean;
}

const mostCalls = 3;

/** A director for this stage; nothing plays before `begin`. */
export function hireDirector(stage: Stage): Director {
  const { clock, random, calls } = stage.pbx;
  let begun = false;
  let paused = false;
  let next: Cancel = () => {};

  const planNext = (fromMs: number, toMs: number, play: () => void) => {
    next = clock.after(between(random, fromMs, toMs), play);
  };
  const playOne = (choice: readonly Scene[]) => {
    if (calls.size < mostCalls) {
      const weighted = choice.map((scene) => ({ scene, weight: scene.weight(stage) }));
      pickWeighted(random, weighted)?.scene.play(stage);
    }
    planNext(20_000, 40_000, () => playOne(scenes));
  };

  return {
    begin() {
      if (begun) return;
      begun = true;
      // A newcomer should see his own phone ring first.
      if (!paused) planNext(3_000, 8_000, () => playOne([visitorRings]));
    },
    pause() {
      paused = true;
      next();
    },
    resume() {
      if (!paused) return;
      paused = false;
      if (begun) planNext(3_000, 8_000, () => playOne(scenes));
    },
    isPaused: () => paused,
  };
}
