import { describe, expect, it } from 'vitest';
import { type Fact, lanesOf } from '../../dashboards/viewer/src/drill/lanes.ts';
import { drillParameters } from '../../dashboards/viewer/src/drill/parameters.ts';

const query = '/api/v1/query?metrics=asa&interval=15m&from=now-6h&to=now&tz=UTC&queue=vip&queue=billing';
const parameters = (text: string | null) => [...new URLSearchParams(text!)];

describe('what lists the conversations behind a figure', () => {
  it('has the range and the filters of the figure', () => {
    expect(parameters(drillParameters(query, 'asa', {}))).toEqual([
      ['metric', 'asa'],
      ['from', 'now-6h'],
      ['to', 'now'],
      ['tz', 'UTC'],
      ['queue', 'vip'],
      ['queue', 'billing'],
    ]);
  });

  it('is narrowed to its group and its bucket', () => {
    const narrowed = drillParameters(query, 'asa', { queue: 'vip' }, { from: 1_000, to: 2_000 });
    expect(parameters(narrowed)).toEqual([
      ['metric', 'asa'],
      ['from', '1000'],
      ['to', '2000'],
      ['tz', 'UTC'],
      ['queue', 'vip'],
    ]);
  });

  it('looks back as far as a live figure does', () => {
    const waiting = drillParameters('/api/v1/live/queues?team=night', 'offered', { channel: 'voice' });
    expect(parameters(waiting)).toEqual([
      ['metric', 'offered'],
      ['team', 'night'],
      ['from', 'now-30m'],
      ['to', 'now'],
      ['channel', 'voice'],
    ]);
  });

  it('is nothing for those without a queue: an empty filter would list the conversations of all', () => {
    expect(drillParameters(query, 'asa', { queue: '' })).toBeNull();
    expect(drillParameters('/api/v1/live/queues', 'waiting', { queue: 'vip', channel: '' })).toBeNull();
    expect(drillParameters(query, 'asa', { queue: 'vip', weekday: '' })).not.toBeNull();
  });

  it('is nothing for figures that are not of conversations', () => {
    expect(drillParameters('/api/v1/pipeline', 'lag', {})).toBeNull();
    expect(drillParameters('/api/v1/live/queues', 'agentsAvailable', {})).toBeNull();
  });
});

describe('a timeline', () => {
  const fact = (name: string, further: Partial<Fact>): Fact => ({
    fact: name,
    at: '2024-01-15T10:00:00.000Z',
    began_at: '2024-01-15T10:00:00.000Z',
    ended_at: null,
    state: 'open',
    label: '',
    value_ms: 0,
    queue: '',
    agent: '',
    ...further,
  });
  const now = Date.UTC(2024, 0, 15, 11);
  const lanes = (facts: Fact[]) =>
    lanesOf(
      facts,
      [],
      now,
      ({ state }) => state,
      (value) => value,
    );

  it('draws what is open up to now', () => {
    const [lane] = lanes([fact('queue_spell', {})]);
    expect(lane).toMatchObject({
      title: 'lane.queue',
      segments: [{ from: Date.UTC(2024, 0, 15, 10), to: now }],
    });
  });

  it('draws a target from its begin, and one that runs up to its due time', () => {
    const due = '2024-01-15T12:30:00.000Z';
    const [lane] = lanes([
      fact('sla_target', { at: due, state: 'active', began_at: '2024-01-15 10:15:00.000' }),
    ]);
    expect(lane!.segments[0]).toMatchObject({ from: Date.UTC(2024, 0, 15, 10, 15), to: Date.parse(due) });
  });

  it('has no lane for what did not happen', () => {
    expect(lanes([])).toEqual([]);
  });
});
