import { between, pick } from '../chance.ts';
import type { DemoLine } from '../demo-site.ts';
import type { Call, Party, Pbx } from '../model/call.ts';
import { mannerOf } from './people.ts';

/** Somebody who called and reached nobody. */
export interface MissedCaller {
  readonly party: Party;
  readonly line: DemoLine;
  readonly at: number;
}

const areas = ['2079460', '1134960', '1144960', '1174960', '1214960', '1314960', '1414960', '1614960', '1914980'];

/** The world outside: who may call, and who called in vain. */
export class Callers {
  readonly #pbx: Pbx;
  #missed: MissedCaller[] = [];

  constructor(pbx: Pbx) {
    this.#pbx = pbx;
  }

  /** A contact who is not on the line just now. Carriers here send numbers with or without the country, and no names. */
  known(): Party {
    const { random, site, calls } = this.#pbx;
    const busy = new Set([...calls.values()].map(({ party }) => party.number));
    const free = site.contacts.flatMap(({ phones }) => phones).filter((phone) => !busy.has(phone));
    const number = pick(random, free) ?? '+442079460199';
    return { number: random() < 0.3 ? national(number) : number, name: null, withheld: false };
  }

  /** A contact whom an agent may call: his number as the agent dials it. */
  toCall(): Party {
    const party = this.known();
    return { ...party, number: international(party.number ?? '') };
  }

  /** A number that belongs to no contact. */
  unknown(): Party {
    const { random, site } = this.#pbx;
    const taken = new Set(site.contacts.flatMap(({ phones }) => phones));
    for (;;) {
      const number = `+44${pick(random, areas)}${between(random, 300, 999)}`;
      if (taken.has(number) || mannerOf(number) !== 'answers') continue;
      return { number, name: random() < 0.3 ? 'WIRELESS CALLER' : null, withheld: false };
    }
  }

  withheld(): Party {
    return { number: null, name: null, withheld: true };
  }

  /** Remembers how a call ended; whoever was served is owed nothing. */
  learn(call: Call): void {
    const { party, line } = call;
    if (party.number === null) return;
    const number = international(party.number);
    const isMissed = call.kind === 'inbound' && call.talkedMs === 0;
    if (!isMissed && call.talkedMs === 0) return;
    this.#missed = this.#missed.filter((each) => international(each.party.number ?? '') !== number);
    if (isMissed && line !== null) this.#missed.push({ party, line, at: this.#pbx.clock.now() });
    this.#missed = this.#missed.slice(-20);
  }

  /** Those who were missed at least `ageMs` ago and are not on the line again. */
  missedSince(ageMs: number): MissedCaller[] {
    const { clock, calls } = this.#pbx;
    const busy = new Set([...calls.values()].map(({ party }) => international(party.number ?? '')));
    return this.#missed.filter(
      ({ at, party }) => clock.now() - at >= ageMs && !busy.has(international(party.number ?? '')),
    );
  }
}

function national(number: string): string {
  return number.replace(/^\+44/, '0');
}

function international(number: string): string {
  return number.replace(/^0/, '+44');
}
