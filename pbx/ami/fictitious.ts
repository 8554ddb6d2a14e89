import { createHmac } from 'node:crypto';

/** Turns numbers and names of people into others. The same always becomes the same, for as long as this one is kept. */
export interface Fictitious {
  /** A telephone number in any spelling: its last six digits change, its form, length and beginning stay. */
  number(text: string): string;
  /** Numbers of six digits and more, wherever they stand in a text. Ids of channels and calls are left as they are. */
  numbersIn(text: string): string;
  name(text: string): string;
  /** A word for a text of which only the sameness matters. */
  word(text: string): string;
}

interface Parts {
  /** Random, and thrown away with the recording: without it nobody can go back. */
  readonly key: Uint8Array;
  /** Numbers that are the company's own and published: its lines, its phones. */
  readonly keep?: readonly string[];
}

const TAIL = 6;
const ROUNDS = 6;
/** Spellings of one number differ at its beginning only. */
const SAME_DIGITS = 9;

/** What stands in place of a number or a name and is neither. */
const noName = /^(<unknown>|unknown|anonymous|restricted|private|withheld|unavailable|asterisk|[sith])?$/i;

const people = [
  'Alder',
  'Birch',
  'Cedar',
  'Elm',
  'Hazel',
  'Juniper',
  'Larch',
  'Maple',
  'Oak',
  'Rowan',
  'Willow',
  'Yew',
];

/**
 * What is looked for in a text, in this order: a UUID, the id of a channel, a channel's name with its suffix, and a run
 * of digits that can be a number. The first three name things of the PBX and nobody.
 */
const inText =
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9]{9,11}\.[0-9]+\b|(?<=\/[^\s,;|&<>"]*)-[0-9a-f]{8}(?![0-9A-Za-z])|[0-9]{6,}/gi;

export function createFictitious({ key, keep = [] }: Parts): Fictitious {
  const kept = new Set(keep.map(ending).filter((digits) => digits.length >= TAIL));

  function chance(what: string): number {
    return createHmac('sha256', key).update(what).digest().readUInt32BE(0);
  }

  /** A permutation of all six-digit tails: two numbers that differ before, differ afterwards. */
  function otherTail(tail: string): string {
    let [left, right] = [Number(tail.slice(0, TAIL / 2)), Number(tail.slice(TAIL / 2))];
    for (let round = 0; round < ROUNDS; round += 1) {
      [left, right] = [right, (left + chance(`tail ${round} ${right}`)) % 1000];
    }
    return [left, right].map((half) => String(half).padStart(TAIL / 2, '0')).join('');
  }

  /** Replaces the last six digits of a text, wherever they stand in it. */
  function disguise(text: string): string {
    const digits = text.replace(/[^0-9]/g, '');
    if (digits.length < TAIL || kept.has(ending(text))) return text;
    const fresh = digits.slice(0, -TAIL) + otherTail(digits.slice(-TAIL));
    let at = 0;
    return text.replace(/[0-9]/g, () => fresh[at++] ?? '0');
  }

  const isId = (found: string) => found.startsWith('-') || /[.-]/.test(found);
  const numbersIn = (text: string) => text.replace(inText, (found) => (isId(found) ? found : disguise(found)));

  return {
    number: (text) => (/^\+?[0-9][0-9 ().-]*$/.test(text) ? disguise(text) : numbersIn(text)),
    numbersIn,
    name(text) {
      if (noName.test(text)) return text;
      if (/^[+0-9 ().-]+$/.test(text)) return disguise(text);
      const found = chance(`name ${text}`);
      return `${people[found % people.length] ?? people[0]} ${String(Math.floor(found / people.length) % 10_000)}`;
    },
    word: (text) => (text === '' ? '' : chance(`word ${text}`).toString(16).padStart(8, '0')),
  };
}

function ending(text: string): string {
  return text.replace(/[^0-9]/g, '').slice(-SAME_DIGITS);
}
