import { atRiskSpan } from '../metrics/live/targets.ts';
import { atLeast, createPlaces } from './columns.ts';
import { LIVE_FACTS, type LiveConversation, type LiveFact } from './live-fact.ts';
import { createTraitTable, type TraitTable, traitsOf } from './traits.ts';

/** What kind of fact stands in a row; 0: none. */
export const KIND = { queue_spell: 1, handle_spell: 2, sla_target: 3 } as const satisfies Record<
  (typeof LIVE_FACTS)[number],
  number
>;
/** By kind. */
export const KIND_NAMES = ['', ...LIVE_FACTS];
const FREE = 0;

/** Behind the last row of a conversation. */
export const NO_ROW = 0xffff_ffff;
const MAX_SPAN_MS = 0xffff_ffff;
/** Of a target whose number nobody said: ingest of before news had it. */
export const NO_SEQ = 0xffff_ffff;

/** Columns as they are at the moment: not to be kept, as they move when they grow. Rows from `end` on are not there. */
export interface Columns {
  kind: Uint8Array;
  /** Begin of a spell, due time of a target, UTC ms. */
  at: Float64Array;
  /** How long before it is due a target is at risk, ms. */
  span: Uint32Array;
  traits: Uint32Array;
  owner: Uint32Array;
  /** Of a target: its number within its conversation, or `NO_SEQ`. */
  seq: Uint32Array;
  /** Of a target: its budget, and what of it was spent when its clock last began to run, ms. */
  budget: Float64Array;
  spent: Float64Array;
  /** Another number each time that something is put into the row. */
  stamp: Uint32Array;
  end: number;
}

export interface LiveRows {
  readonly traits: TraitTable;
  readonly columns: Columns;
  /** Adds a fact of a conversation that the caller knows by a number; gives its row. `next`: the row behind it in the chain. */
  add(fact: LiveFact, channel: LiveConversation['channel'], owner: number, next: number): number;
  /** Removes a chain of rows. */
  remove(first: number): void;
}

/**
 * Live facts as columns of numbers, 49 bytes a row: a board is one walk over them, and the garbage collector has nothing
 * to visit. The rows of a conversation are a chain.
 */
export function createRows(): LiveRows {
  const traits = createTraitTable();
  const places = createPlaces();
  let next = new Uint32Array(0);
  const columns: Columns = {
    kind: new Uint8Array(0),
    at: new Float64Array(0),
    span: new Uint32Array(0),
    traits: new Uint32Array(0),
    owner: new Uint32Array(0),
    seq: new Uint32Array(0),
    budget: new Float64Array(0),
    spent: new Float64Array(0),
    stamp: new Uint32Array(0),
    end: 0,
  };
  let added = 0;

  function makeRoom(length: number): void {
    columns.kind = atLeast(columns.kind, length);
    columns.at = atLeast(columns.at, length);
    columns.span = atLeast(columns.span, length);
    columns.traits = atLeast(columns.traits, length);
    columns.owner = atLeast(columns.owner, length);
    columns.seq = atLeast(columns.seq, length);
    columns.budget = atLeast(columns.budget, length);
    columns.spent = atLeast(columns.spent, length);
    columns.stamp = atLeast(columns.stamp, length);
    next = atLeast(next, length);
    columns.end = length;
  }

  return {
    traits,
    columns,
    add(fact, channel, owner, behind) {
      const row = places.take();
      if (row >= columns.end) makeRoom(row + 1);
      columns.kind[row] = KIND[fact.fact];
      columns.at[row] = fact.at;
      columns.span[row] = Math.min(atRiskSpan(fact.targetMs), MAX_SPAN_MS);
      columns.traits[row] = traits.idOf(traitsOf(fact, channel, fact.label));
      columns.owner[row] = owner;
      columns.seq[row] = fact.seq ?? NO_SEQ;
      columns.budget[row] = fact.targetMs;
      columns.spent[row] = fact.businessMs;
      columns.stamp[row] = ++added;
      next[row] = behind;
      return row;
    },
    remove(first) {
      for (let row = first; row !== NO_ROW; row = next[row]!) {
        columns.kind[row] = FREE;
        places.free(row);
      }
    },
  };
}
