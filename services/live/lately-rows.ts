import type { Dimensions } from '../domain/measure/fact.ts';
import { handleTimeOf, MARKS, markOf } from '../metrics/live/lately.ts';
import { HANDLED_MS, RECENT_MS } from '../metrics/live/queues.ts';
import { atLeast, createPlaces } from './columns.ts';
import type { EndedHandling, EndedStay, Lately, LiveConversation } from './live-fact.ts';
import { NO_ROW } from './rows.ts';
import { type TraitTable, traitsOf } from './traits.ts';

/** What stands in a row: 0 nothing, up to `MARKS` the mark of a stay, else handling that has ended. */
export const HANDLED = MARKS;
const FREE = 0;

/** As much as ten centers of a thousand agents end in an hour. */
export const MAX_LATELY = 200_000;

/** How much longer than figures look back rows are kept, ms: the clock may be set back. */
const KEPT_LONGER_MS = 60_000;

/** Columns as they are at the moment: not to be kept, as they move when they grow. Rows from `end` on are not there. */
export interface LatelyColumns {
  mark: Uint8Array;
  /** Begin of a stay, end of handling, UTC ms. */
  time: Float64Array;
  /** Handle time, ms. */
  value: Float64Array;
  traits: Uint32Array;
  owner: Uint32Array;
  end: number;
}

export interface LatelyRows {
  readonly columns: LatelyColumns;
  readonly size: number;
  /** Adds what has ended of a conversation that the caller knows by a number; gives the first row of its chain. */
  add(lately: Lately, channel: LiveConversation['channel'], owner: number): number;
  /** Removes a chain of rows. */
  remove(first: number): void;
  /** Removes from a chain what no figure looks at from `now` (UTC ms) on; gives its first row. */
  expire(first: number, now: number): number;
  /** The latest time in any row, UTC ms. */
  latest(): number;
}

/**
 * What ended lately as columns of numbers, 29 bytes a row. Each look walks over them and compares times with its own
 * instant, so that figures are right at any of them, whether or not something happens; rows that no look needs any more
 * are taken out now and then.
 */
export function createLatelyRows(traits: TraitTable): LatelyRows {
  const places = createPlaces();
  let next = new Uint32Array(0);
  let size = 0;
  const columns: LatelyColumns = {
    mark: new Uint8Array(0),
    time: new Float64Array(0),
    value: new Float64Array(0),
    traits: new Uint32Array(0),
    owner: new Uint32Array(0),
    end: 0,
  };

  function makeRoom(length: number): void {
    columns.mark = atLeast(columns.mark, length);
    columns.time = atLeast(columns.time, length);
    columns.value = atLeast(columns.value, length);
    columns.traits = atLeast(columns.traits, length);
    columns.owner = atLeast(columns.owner, length);
    next = atLeast(next, length);
    columns.end = length;
  }

  /** Gives the row. */
  function put(
    { mark, time, value }: Ended,
    dimensions: Dimensions,
    { channel, owner, behind }: { channel: string; owner: number; behind: number },
  ): number {
    const row = places.take();
    if (row >= columns.end) makeRoom(row + 1);
    columns.mark[row] = mark;
    columns.time[row] = time;
    columns.value[row] = value;
    columns.traits[row] = traits.idOf(traitsOf(dimensions, channel, ''));
    columns.owner[row] = owner;
    next[row] = behind;
    size++;
    return row;
  }

  function free(row: number): void {
    columns.mark[row] = FREE;
    places.free(row);
    size--;
  }

  return {
    columns,
    get size() {
      return size;
    },
    add({ stays, handled }, channel, owner) {
      let first = NO_ROW;
      for (const stay of stays) first = put(endedStay(stay), stay, { channel, owner, behind: first });
      for (const handling of handled) {
        const ended = endedHandling(handling);
        if (ended !== null) first = put(ended, handling, { channel, owner, behind: first });
      }
      return first;
    },
    remove(first) {
      for (let row = first; row !== NO_ROW; row = next[row]!) free(row);
    },
    expire(first, now) {
      let kept = NO_ROW;
      for (let row = first; row !== NO_ROW; ) {
        const behind = next[row]!;
        const lookedAtFrom = now - windowOf(columns.mark[row]!) - KEPT_LONGER_MS;
        if (columns.time[row]! < lookedAtFrom) free(row);
        else {
          next[row] = kept;
          kept = row;
        }
        row = behind;
      }
      return kept;
    },
    latest() {
      let latest = Number.NEGATIVE_INFINITY;
      for (let row = 0; row < columns.end; row++)
        if (columns.mark[row] !== FREE && columns.time[row]! > latest) latest = columns.time[row]!;
      return latest;
    },
  };
}

/** How far back figures look at what has this mark, ms. */
export function windowOf(mark: number): number {
  return mark === HANDLED ? HANDLED_MS : RECENT_MS;
}

/** What a row is made of, beside its dimensions. */
export interface Ended {
  mark: number;
  time: number;
  value: number;
}

export function endedStay({ at, state, label, valueMs, targetMs }: EndedStay): Ended {
  const mark = markOf({ state, label, value_ms: valueMs, target_ms: targetMs });
  return { mark, time: at, value: 0 };
}

/** Null where it does not count. */
export function endedHandling({ endedAt, valueMs }: EndedHandling): Ended | null {
  const value = handleTimeOf({ state: 'done', label: '', value_ms: valueMs, target_ms: 0 });
  return value === null ? null : { mark: HANDLED, time: endedAt, value };
}
