import { type BoardAge, type BoardFilter, boardAges, boardFilter } from '../../../../schema/contracts/callbacks.ts';

/** What the board shows, as the address of the page holds it. */
export interface BoardFilters {
  readonly filter: BoardFilter;
  readonly line: number | null;
  readonly owner: number | 'nobody' | null;
  /** A queue as the PBX names it. */
  readonly queue: string | null;
  readonly age: BoardAge | null;
  readonly q: string;
  /** The item whose why panel is open. */
  readonly item: number | null;
}

function idOf(value: string | null): number | null {
  const id = Number(value);
  return value !== null && Number.isInteger(id) && id > 0 ? id : null;
}

/** Reads the address; what is not understood is as if it were not there. */
export function readBoard(search: URLSearchParams): BoardFilters {
  const filter = boardFilter.safeParse(search.get('filter'));
  const owner = search.get('owner');
  return {
    filter: filter.success ? filter.data : 'owed',
    line: idOf(search.get('line')),
    owner: owner === 'nobody' ? owner : idOf(owner),
    queue: search.get('queue')?.slice(0, 100) || null,
    age: boardAges.find((age) => age === search.get('age')) ?? null,
    q: (search.get('q') ?? '').slice(0, 100),
    item: idOf(search.get('item')),
  };
}

/** The address of what the board shows; what is as usual is left out. */
export function writeBoard({ filter, line, owner, queue, age, q, item }: BoardFilters): URLSearchParams {
  const search = new URLSearchParams();
  if (filter !== 'owed') search.set('filter', filter);
  if (line !== null) search.set('line', String(line));
  if (owner !== null) search.set('owner', String(owner));
  if (queue !== null) search.set('queue', queue);
  if (age !== null) search.set('age', age);
  if (q !== '') search.set('q', q);
  if (item !== null) search.set('item', String(item));
  return search;
}
