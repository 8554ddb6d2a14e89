import { NumberTable } from '../domain/contact/number-table.ts';
import type { Known } from '../store/matches.ts';

/** What cards show of each person, as many as there are. */
export interface ContactShelf {
  get(contactId: number): Known | undefined;
  has(contactId: number): boolean;
  put(known: Known): void;
  remove(contactId: number): void;
  readonly size: number;
  /** Bytes held, outside the heap. */
  readonly bytes: number;
}

type Person = Known['owner'];

/** Blocks are multiples of this; a block that comes free is used for the next text of its size. */
const STEP = 32;
const HEAD = 4;
const CHUNK = 1 << 20;

/**
 * A million people as objects are a gigabyte through which the garbage collector walks while a phone rings. Here each is
 * a short text in a block outside the heap, read when somebody calls.
 */
export function createContactShelf(): ContactShelf {
  const places = new NumberTable();
  const chunks: Buffer[] = [];
  /** Free blocks by their size in steps. */
  const free = new Map<number, number[]>();
  /** The first block is never given out: place 0 means nobody. */
  let next = STEP;

  const stepsFor = (bytes: number) => Math.ceil((HEAD + bytes) / STEP);
  const chunkAt = (place: number): Buffer => chunks[Math.floor(place / CHUNK)] ?? Buffer.alloc(0);

  function take(steps: number): number {
    const place = free.get(steps)?.pop();
    if (place !== undefined) return place;
    if (chunks.length === 0 || (next % CHUNK) + steps * STEP > CHUNK || next >= chunks.length * CHUNK) {
      if (chunks.length > 0) next = chunks.length * CHUNK;
      chunks.push(Buffer.allocUnsafeSlow(CHUNK));
    }
    const fresh = next;
    next += steps * STEP;
    return fresh;
  }

  function lengthAt(place: number): number {
    return chunkAt(place).readUInt32LE(place % CHUNK);
  }

  function release(place: number): void {
    const steps = stepsFor(lengthAt(place));
    const others = free.get(steps);
    if (others) others.push(place);
    else free.set(steps, [place]);
  }

  function remove(contactId: number): void {
    const place = places.get(contactId);
    if (place === 0) return;
    places.set(contactId, 0);
    release(place);
  }

  return {
    get(contactId) {
      const place = places.get(contactId);
      if (place === 0) return undefined;
      const from = (place % CHUNK) + HEAD;
      return read(contactId, chunkAt(place).toString('utf8', from, from + lengthAt(place)));
    },
    has: (contactId) => places.get(contactId) !== 0,
    put(known) {
      const text = write(known);
      const bytes = Buffer.byteLength(text);
      const before = places.get(known.contact.id);
      const fits = before !== 0 && stepsFor(lengthAt(before)) === stepsFor(bytes);
      if (before !== 0 && !fits) release(before);
      const place = fits ? before : take(stepsFor(bytes));
      const chunk = chunkAt(place);
      chunk.writeUInt32LE(bytes, place % CHUNK);
      chunk.write(text, (place % CHUNK) + HEAD, 'utf8');
      if (!fits) places.set(known.contact.id, place);
    },
    remove,
    get size() {
      return places.size;
    },
    get bytes() {
      return chunks.length * CHUNK + places.bytes;
    },
  };
}

/** What most people have comes first, so that most texts are short. */
function write({ contact, owner, level, lastTalkAt, lastTalkWith, lastNote }: Known): string {
  const parts = [
    contact.name,
    level,
    contact.organisation,
    contact.vip ? 1 : null,
    ...(owner === null ? [null, null] : [owner.id, owner.name]),
    lastTalkAt,
    ...(lastTalkWith === null ? [null, null] : [lastTalkWith.id, lastTalkWith.name]),
    ...(lastNote === null ? [] : [lastNote.body, lastNote.author, lastNote.at]),
  ];
  while (parts.at(-1) === null) parts.pop();
  return JSON.stringify(parts);
}

function read(id: number, text: string): Known {
  // Only `write` above makes these texts.
  const parts = JSON.parse(text) as (string | number | null)[];
  const [name, level, organisation = null, vip = null, ownerId, ownerName, lastTalkAt = null, withId, withName] = parts;
  const [body, author, at] = parts.slice(9);
  return {
    contact: {
      id,
      name: String(name),
      organisation: organisation === null ? null : String(organisation),
      vip: vip === 1,
    },
    owner: person(ownerId, ownerName),
    level: String(level),
    lastTalkAt: lastTalkAt === null ? null : Number(lastTalkAt),
    lastTalkWith: person(withId, withName),
    lastNote: body === undefined ? null : { body: String(body), author: String(author), at: Number(at) },
  };
}

function person(id: string | number | null | undefined, name: string | number | null | undefined): Person {
  return id == null ? null : { id: Number(id), name: String(name) };
}
