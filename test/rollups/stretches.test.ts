import { describe, expect, it } from 'vitest';
import { stretchesOf } from '../../services/rollups/stretches.ts';

const DAY = 86_400_000;
const BEGIN = Date.UTC(2024, 2, 4);
const day = (number: number) => BEGIN + number * DAY;

describe('the days of which hours are rolled up', () => {
  it('are those with facts, and what is empty between them', () => {
    const days = new Map([
      ['queue_spell', [day(3), day(0)]],
      ['tag', [day(200)]],
    ]);
    expect(stretchesOf(['queue_spell'], days)).toEqual([{ from: day(0), to: day(4) }]);
    expect(stretchesOf(['queue_spell', 'tag'], days)).toHaveLength(2);
  });

  it('are not the decades between a clock that is off and the others', () => {
    const days = new Map([['queue_spell', [Date.UTC(1994, 0, 1), day(0), day(1)]]]);
    expect(stretchesOf(['queue_spell'], days)).toEqual([
      { from: Date.UTC(1994, 0, 1), to: Date.UTC(1994, 0, 2) },
      { from: day(0), to: day(2) },
    ]);
  });

  it('are none of what there are no facts of', () => {
    expect(stretchesOf(['tag'], new Map())).toEqual([]);
  });
});
