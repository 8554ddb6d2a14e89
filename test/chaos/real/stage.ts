import { between, seeded } from '../../../pbx/demo/chance.ts';
import type { Stage } from '../stage.ts';
import { checkReal, restReal } from './check.ts';
import { chooseRealFault, strikeReal } from './faults.ts';
import { openHouse } from './house.ts';
import type { Truth } from './people.ts';
import { tellRealStory } from './story.ts';

/** The stage with a real Asterisk 22 and real SIP phones; what the customers' phones lived through is the truth. */
export async function realStage(seed: number): Promise<Stage> {
  const house = await openHouse();
  const { company, people } = house;
  const { truth } = people;
  const random = seeded(seed);
  people.agentAnswers = () => {
    const kind = random();
    // Some are slow to pick up: then their attempt may be too old to ring anybody.
    return kind < 0.05
      ? { afterMs: between(random, 2_000, 6_500), takes: true }
      : { afterMs: between(random, 50, 500), takes: kind < 0.93 };
  };
  return {
    company,
    together: 4,
    tell: (chance, number) => tellRealStory(house, chance, number),
    chooseFault: chooseRealFault,
    strike: (chance, fault) => strikeReal(house, chance, fault),
    begin() {
      const [visits, legs, twice] = [truth.visits.length, truth.legs.length, truth.twice.length];
      const since = (): Truth => ({
        visits: truth.visits.slice(visits),
        legs: truth.legs.slice(legs),
        twice: truth.twice.slice(twice),
        crashes: truth.crashes,
      });
      return {
        rest: () => restReal(house),
        check: () => checkReal(house, since()),
        figures() {
          const { visits: came, legs: went } = since();
          return {
            calls: came.length + went.length,
            missed: came.filter(({ takenAt }) => takenAt === null).length,
            attempts: went.length,
          };
        },
      };
    },
    truth: () => truth,
    stop: () => company.stop(),
  };
}
