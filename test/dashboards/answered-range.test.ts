import { describe, expect, it } from 'vitest';
import { answeredRange, narrowedRange } from '../../dashboards/viewer/src/panels/answered-range.ts';

describe('the range of a chart', () => {
  const day = { from: 0, to: 240 };

  it('is the stretch that was zoomed into, where more was answered', () => {
    expect(narrowedRange(day, { from: 60, to: 120 }, 10)).toEqual({ from: 60, to: 120 });
    expect(narrowedRange(day, { from: 60, to: 900 }, 10)).toEqual({ from: 60, to: 240 });
  });

  it('is what was answered, where that is its whole buckets or something else', () => {
    expect(narrowedRange(day, { from: 7, to: 233 }, 10)).toEqual(day);
    expect(narrowedRange(day, { from: 500, to: 900 }, 10)).toEqual(day);
  });

  it('begins with the first bucket and ends with what was asked for', () => {
    const meta = { from: '1970-01-01T00:00:00.005Z', to: '1970-01-01T00:00:00.040Z' };
    expect(answeredRange([{ meta }], [0, 10, 20, 30])).toEqual({ from: 0, to: 40 });
    expect(answeredRange([{}], [0, 10, 20, 30])).toEqual({ from: 0, to: 30 });
  });
});
