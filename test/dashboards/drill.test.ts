import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fact, happeningOf, lanesOf } from '../../dashboards/viewer/src/drill/lanes.ts';
import { drillParameters, hasConversations } from '../../dashboards/viewer/src/drill/parameters.ts';
import { standing } from '../../dashboards/viewer/src/drill/standing.ts';
import { CATALOGUE } from '../../services/metrics/catalogue/index.ts';

const query = '/api/v1/query?metrics=asa&interval=15m&from=now-6h&to=now&tz=UTC&queue=vip&queue=billing';
const parameters = (text: string | null) => [...new URLSearchParams(text!)];

describe('what lists the conversations behind a figure', () => {
  it('has the range and the filters of the figure', () => {
    expect(parameters(drillParameters({ url: query }, 'asa', {}))).toEqual([
      ['metric', 'asa'],
      ['from', 'now-6h'],
      ['to', 'now'],
      ['tz', 'UTC'],
      ['queue', 'vip'],
      ['queue', 'billing'],
    ]);
  });

  it('is narrowed to its group and its bucket', () => {
    const narrowed = drillParameters({ url: query }, 'asa', { queue: 'vip' }, { from: 1_000, to: 2_000 });
    expect(parameters(narrowed)).toEqual([
      ['metric', 'asa'],
      ['from', '1000'],
      ['to', '2000'],
      ['tz', 'UTC'],
      ['queue', 'vip'],
    ]);
  });

  it('is the address that a row of complaints has itself', () => {
    const source = { url: '/api/v1/complaints?from=now-28d&to=now&tz=UTC' };
    const labels = { title: 'Late', conversations: '/api/v1/conversations?metric=tagged&tag=late&tag=a%2Cb' };
    expect(parameters(drillParameters(source, 'n', labels))).toEqual([
      ['metric', 'tagged'],
      ['tag', 'late'],
      ['tag', 'a,b'],
    ]);
    expect(hasConversations(source, 'share', labels)).toBe(false);
    expect(hasConversations(source, 'n', { title: 'Late' })).toBe(false);
  });

  it('looks back as far as a live figure does', () => {
    const waiting = drillParameters({ url: '/api/v1/live/queues?team=night' }, 'offered', {
      channel: 'voice',
    });
    expect(parameters(waiting)).toEqual([
      ['metric', 'offered'],
      ['team', 'night'],
      ['channel', 'voice'],
      ['from', 'now-30m'],
      ['to', 'now'],
    ]);
  });

  it('is nothing for those without a queue: an empty filter would list the conversations of all', () => {
    expect(drillParameters({ url: query }, 'asa', { queue: '' })).toBeNull();
    expect(
      drillParameters({ url: '/api/v1/live/queues' }, 'waiting', { queue: 'vip', channel: '' }),
    ).toBeNull();
    expect(drillParameters({ url: query }, 'asa', { queue: 'vip', weekday: '' })).not.toBeNull();
  });

  it('has the values that the rows of its figure were kept by, of those that are asked for', () => {
    const filterExpression = "channel == 'voice' || channel == 'chat'";
    const channels = (url: string, labels = {}) => {
      const text = drillParameters({ url, filterExpression }, 'waiting', labels);
      return text === null ? null : new URLSearchParams(text).getAll('channel');
    };
    expect(channels('/api/v1/live/queues')).toEqual(['voice', 'chat']);
    expect(channels('/api/v1/live/queues', { channel: 'chat' })).toEqual(['chat']);
    expect(channels('/api/v1/live/queues?channel=email&channel=voice')).toEqual(['voice']);
    expect(channels('/api/v1/live/queues?channel=email'), 'a list of nothing cannot be asked for').toBeNull();
  });

  it('is nothing where rows were kept by what no list can be narrowed to', () => {
    const source = (filterExpression: string) => ({ url: '/api/v1/live/queues', filterExpression });
    expect(drillParameters(source("state == 'busy'"), 'waiting', {})).toBeNull();
    expect(drillParameters(source("channel == 'chat' || queue == 'vip'"), 'waiting', {})).toBeNull();
  });

  it.each(CATALOGUE)('is there for $id unless that is of the time of agents', ({ id, kind }) => {
    const isThere = kind !== 'agents';
    for (const field of [id, `${id}_previous`]) {
      expect(hasConversations({ url: `/api/v1/query?metrics=${id}` }, field, {})).toBe(isThere);
    }
  });

  it('is nothing for figures that are not of conversations', () => {
    expect(drillParameters({ url: '/api/v1/pipeline' }, 'lag', {})).toBeNull();
    expect(drillParameters({ url: '/api/v1/live/queues' }, 'agentsAvailable', {})).toBeNull();
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

  it('tells an answer to a survey from one to a call', () => {
    expect(happeningOf({ stream: 'surveys', type: 'answered' })).toBe('survey_answered');
    expect(happeningOf({ stream: 'chats', type: 'answered' })).toBe('answered');
  });

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

  it('draws a target that is paused up to now: it is due at no time', () => {
    const [lane] = lanes([fact('sla_target', { at: null, state: 'paused' })]);
    expect(lane!.segments).toMatchObject([{ from: Date.UTC(2024, 0, 15, 10), to: now, color: 'yellow' }]);
  });

  it('draws a target that runs and should have been met in red', () => {
    const drawn = lanes([
      fact('sla_target', { at: '2024-01-15T10:30:00.000Z', state: 'active' }),
      fact('sla_target', { at: '2024-01-15T11:30:00.000Z', state: 'active' }),
    ]);
    expect(drawn.flatMap(({ segments }) => segments).map(({ color }) => color)).toEqual(['red', 'blue']);
  });

  it('hides nothing: what is at the same time stands in rows of its own', () => {
    const span = fc.record({
      begin: fc.integer({ min: 0, max: 59 }),
      length: fc.integer({ min: 0, max: 59 }),
    });
    fc.assert(
      fc.property(fc.array(span), (spans) => {
        const at = (minute: number) => new Date(now + minute * 60_000).toISOString();
        const facts = spans.map(({ begin, length }) =>
          fact('sla_target', { began_at: at(begin), ended_at: at(begin + length), state: 'met' }),
        );
        const rows = lanes(facts);
        expect(rows.flatMap(({ segments }) => segments).length).toBe(spans.length);
        expect(rows.map(({ continued }) => continued)).toEqual(rows.map((_, index) => index > 0));
        for (const { segments } of rows) {
          segments.slice(1).forEach(({ from }, index) => {
            expect(from).toBeGreaterThanOrEqual(segments[index]!.to);
          });
        }
      }),
    );
  });

  it('has no lane for what did not happen', () => {
    expect(lanes([])).toEqual([]);
  });
});

describe('how a target stands', () => {
  const due = '2024-01-15T10:00:00.000Z';
  const at = (minutes: number) => Date.parse(due) + minutes * 60_000;
  const target = { fact: 'sla_target', at: due, endedAt: null, state: 'active' };

  it('is breached from its due time on while nobody fulfils it, and how late', () => {
    expect(standing(target, at(-1))).toEqual({ state: 'active', lateMs: null });
    expect(standing(target, at(0))).toEqual({ state: 'active', lateMs: null });
    expect(standing(target, at(5))).toEqual({ state: 'breached', lateMs: 300_000 });
  });

  it('is as late as it was fulfilled, whenever one looks', () => {
    const late = { ...target, state: 'breached', endedAt: '2024-01-15T10:02:00.000Z' };
    expect(standing(late, at(500))).toEqual({ state: 'breached', lateMs: 120_000 });
  });

  it('is what it was for all others', () => {
    expect(standing({ ...target, state: 'paused', at: null }, at(5))).toEqual({
      state: 'paused',
      lateMs: null,
    });
    expect(standing({ ...target, state: 'met' }, at(5))).toEqual({ state: 'met', lateMs: null });
    expect(standing({ ...target, fact: 'queue_spell', state: 'open' }, at(5))).toEqual({
      state: 'open',
      lateMs: null,
    });
  });
});
