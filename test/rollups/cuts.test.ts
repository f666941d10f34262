import { describe, expect, it } from 'vitest';
import { BIN_CUTS, CUTS, cutFor, exactCutFor, PEAK_CUTS } from '../../services/rollups/cuts.ts';

describe('the cut of a question', () => {
  it('is the smallest that tells apart what it groups and filters by', () => {
    const name = (...asked: Parameters<typeof cutFor>) => cutFor(...asked)?.name ?? null;
    expect(name(CUTS, { groupBy: [], filters: {} })).toBe('place');
    expect(name(CUTS, { groupBy: ['tag'], filters: { queue: ['a', 'b'] } })).toBe('place');
    expect(name(CUTS, { groupBy: ['queue'], filters: { agent: ['a'] } })).toBe('agent');
    expect(name(CUTS, { groupBy: ['policy', 'priority'], filters: {} })).toBe('promise');
    expect(name(CUTS, { groupBy: ['agent'], filters: { priority: ['high'] } })).toBeNull();
    // A filter without values lets everything through.
    expect(name(CUTS, { groupBy: ['agent'], filters: { priority: [] } })).toBe('agent');
    expect(name(BIN_CUTS, { groupBy: ['channel'], filters: {} })).toBe('all');
    expect(name(BIN_CUTS, { groupBy: ['tag'], filters: {} })).toBeNull();
  });

  it('of peaks has exactly the groups that are asked for', () => {
    const name = (...asked: Parameters<typeof exactCutFor>) => exactCutFor(...asked)?.name ?? null;
    expect(name(PEAK_CUTS, { groupBy: [], filters: {} })).toBe('all');
    expect(name(PEAK_CUTS, { groupBy: [], filters: { queue: ['a'] } })).toBe('queue');
    expect(name(PEAK_CUTS, { groupBy: ['channel'], filters: { queue: ['a'] } })).toBe('queue+channel');
    expect(name(PEAK_CUTS, { groupBy: ['queue'], filters: { queue: ['a', 'b'] } })).toBe('queue');
    // The peak of two queues together is none of their peaks.
    expect(name(PEAK_CUTS, { groupBy: [], filters: { queue: ['a', 'b'] } })).toBeNull();
    expect(name(PEAK_CUTS, { groupBy: ['queue'], filters: { team: ['a'] } })).toBeNull();
    expect(name(PEAK_CUTS, { groupBy: ['agent'], filters: {} })).toBeNull();
  });
});
