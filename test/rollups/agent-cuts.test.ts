import { describe, expect, it } from 'vitest';
import { bucketStarts } from '../../services/lib/time/range.ts';
import { agentCutFor } from '../../services/rollups/agent-cuts.ts';

const BEGIN = Date.UTC(2024, 2, 4);
const DAY = 86_400_000;

describe('the cut of a question about time of agents', () => {
  const cut = (interval: '1d' | '1h' | '15m', zone: string, asked: object = {}, from = BEGIN) =>
    agentCutFor({
      from,
      starts: bucketStarts(from, BEGIN + 7 * DAY, interval, zone, 10_000),
      groupBy: [],
      filters: {},
      ...asked,
    })?.name;

  it('has hours where buckets begin with hours, wherever the range does', () => {
    expect(cut('1d', 'Europe/Berlin')).toBe('place');
    expect(cut('1h', 'UTC', { groupBy: ['agent'] }, BEGIN + 17 * 60_000)).toBe('agent');
    expect(cut('1d', 'UTC', { filters: { team: ['red'] } })).toBe('place');
  });

  it('has quarters of an hour where days begin within one, or quarters are asked for', () => {
    expect(cut('1d', 'Asia/Kolkata')).toBe('place by quarter');
    expect(cut('1h', 'Asia/Kathmandu', { filters: { agent: ['a1'] } })).toBe('agent by quarter');
    expect(cut('15m', 'UTC')).toBe('place by quarter');
  });
});
