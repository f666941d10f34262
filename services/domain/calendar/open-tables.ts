import type { OpenTable } from './open-table.ts';

/** 52 weeks: about a year, and no calendar arithmetic to find an instant's table. */
const SPAN_MS = 364 * 86_400_000;

/** The time line in tables of one length, numbered from 1970. */
export interface OpenTables {
  table(index: number): OpenTable;
  /** Open ms of a whole table. */
  totalMs(index: number): number;
}

export function tableIndex(at: number): number {
  return Math.floor(at / SPAN_MS);
}

/**
 * Builds tables when they are first asked for and keeps the `maxTables` youngest of them, some 20 bytes an open
 * interval. Totals, one number each, are kept for all, so that a hop over years builds each table only once.
 *
 * @param build the table of [fromMs, toMs), UTC
 */
export function createOpenTables(
  build: (fromMs: number, toMs: number) => OpenTable,
  maxTables: number,
): OpenTables {
  const tables = new Map<number, OpenTable>();
  const totals = new Map<number, number>();

  function table(index: number): OpenTable {
    const known = tables.get(index);
    if (known !== undefined) return known;
    const built = build(index * SPAN_MS, (index + 1) * SPAN_MS);
    if (tables.size >= maxTables) tables.delete(tables.keys().next().value!);
    tables.set(index, built);
    totals.set(index, built.totalMs);
    return built;
  }

  return { table, totalMs: (index) => totals.get(index) ?? table(index).totalMs };
}
