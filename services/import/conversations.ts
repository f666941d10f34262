import { LinewatchError } from '../lib/errors.ts';
import type { CsvRow } from './csv-file.ts';
import type { RowKey } from './plan.ts';

/** A row that belongs to a conversation. */
export interface KeyedRow {
  row: CsvRow;
  key: RowKey;
}

/** Takes rows as the file has them; returns those of a conversation, in order, once it has its last. */
export interface Gatherer {
  add(entry: KeyedRow): readonly KeyedRow[];
}

/** For files with one row a conversation. */
export const rowByRow: Gatherer = { add: (entry) => [entry] };

/** What a first pass over a file learns about its conversations. */
export interface Census {
  note(key: RowKey): void;
  /** A gatherer for the second pass, which must bring the same rows. */
  gatherer(limits: { maxHeldRows: number }): Gatherer;
}

/**
 * Counts the rows of each conversation and finds its beginning, so that in the second pass a conversation can
 * be told whole as soon as its last row is read, wherever in the file its rows stand.
 */
export function createCensus(): Census {
  const conversations = new Map<string, { openedAt: number; rows: number }>();

  function gatherer({ maxHeldRows }: { maxHeldRows: number }): Gatherer {
    const held = new Map<string, KeyedRow[]>();
    let heldRows = 0;
    return {
      add(entry) {
        const { conversation } = entry.key;
        const expected = conversations.get(conversation);
        if (!expected) throw new LinewatchError('FILE_CHANGED', 'The file was written to while it was read');
        const entries = held.get(conversation) ?? [];
        entries.push({ row: entry.row, key: { ...entry.key, openedAt: expected.openedAt } });
        heldRows += 1;
        if (entries.length < expected.rows) {
          if (heldRows > maxHeldRows) throw tooScattered(maxHeldRows);
          held.set(conversation, entries);
          return [];
        }
        held.delete(conversation);
        heldRows -= entries.length;
        return entries.sort(byTimeThenLine);
      },
    };
  }

  return {
    note({ conversation, openedAt }) {
      const known = conversations.get(conversation);
      if (!known) conversations.set(conversation, { openedAt, rows: 1 });
      else {
        known.openedAt = Math.min(known.openedAt, openedAt);
        known.rows += 1;
      }
    },
    gatherer,
  };
}

/** The order in which the events of these rows will be read everywhere else: by time, then by event id. */
function byTimeThenLine(a: KeyedRow, b: KeyedRow): number {
  return (a.key.at ?? 0) - (b.key.at ?? 0) || a.row.line - b.row.line;
}

function tooScattered(maxHeldRows: number): LinewatchError {
  return new LinewatchError(
    'TOO_SCATTERED',
    `More than ${maxHeldRows} rows wait for the rest of their conversations: sort the file by conversation`,
  );
}
