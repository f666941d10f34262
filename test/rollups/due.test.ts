import { describe, expect, it } from 'vitest';
import { batchesOf, missingHours } from '../../services/rollups/due.ts';
import { HOUR_MS } from '../../services/rollups/notes.ts';

const BEGIN = Date.UTC(2024, 2, 4);
const at = (hour: number) => BEGIN + hour * HOUR_MS;
const batches = (hours: number[]) =>
  batchesOf(hours.map(at)).map((batch) => batch.map((hour) => (hour - BEGIN) / HOUR_MS));

describe('hours that are due', () => {
  it('are recomputed the newest first, each batch in order and each hour once', () => {
    expect(batches([3, 1, 2, 2])).toEqual([[1, 2, 3]]);
    expect(batches([0, 100])).toEqual([[100], [0]]);
    expect(batches([])).toEqual([]);
  });

  it('are together up to a day apart, and no more than a week', () => {
    expect(batches([0, 24])).toEqual([[0, 24]]);
    expect(batches([0, 25])).toEqual([[25], [0]]);
    const many = batches(Array.from({ length: 400 }, (_, i) => i));
    expect(many.map(({ length }) => length)).toEqual([168, 168, 64]);
    expect(many[0]!.at(-1)).toBe(399);
  });

  it('are missing where they are whole and not there', () => {
    const there = new Map([[at(1), 5]]);
    const missing = (from: number, to: number, overBy = to) =>
      missingHours([{ from: at(from), to: at(to) }], at(overBy), there);
    expect(missing(0, 3)).toEqual([at(0), at(2)]);
    expect(missing(0, 3, 2.5)).toEqual([at(0)]);
    expect(missing(3, 1)).toEqual([]);
    const twice = [
      { from: at(2), to: at(4) },
      { from: at(0), to: at(3) },
    ];
    expect(missingHours(twice, at(9), there)).toEqual([at(0), at(2), at(3)]);
  });
});
