import { expect, test } from 'vitest';
import type { OpenTable } from '../../../services/domain/calendar/open-table.ts';
import { createOpenTables, tableIndex } from '../../../services/domain/calendar/open-tables.ts';

const empty = new Float64Array();

test('only the youngest tables are kept, but every total', () => {
  const built: number[] = [];
  const build = (fromMs: number): OpenTable => {
    built.push(tableIndex(fromMs));
    return { startMs: empty, endMs: empty, openBeforeMs: empty, totalMs: fromMs, hint: 0 };
  };
  const tables = createOpenTables(build, 2);
  const totals = [50, 51, 52].map((index) => tables.totalMs(index));
  expect([50, 51, 52].map((index) => tables.totalMs(index))).toEqual(totals);
  expect(built).toEqual([50, 51, 52]);

  tables.table(52);
  tables.table(51);
  expect(built).toEqual([50, 51, 52]);
  tables.table(50);
  tables.table(51);
  expect(built).toEqual([50, 51, 52, 50, 51]);
});

test('a table holds the instants from its begin to before its end', () => {
  let span = { fromMs: 0, toMs: 0 };
  createOpenTables((fromMs, toMs) => {
    span = { fromMs, toMs };
    return { startMs: empty, endMs: empty, openBeforeMs: empty, totalMs: 0, hint: 0 };
  }, 1).table(54);
  expect([span.fromMs - 1, span.fromMs, span.toMs - 1, span.toMs].map(tableIndex)).toEqual([53, 54, 54, 55]);
});
