import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quantileInterval } from '../../../../services/domain/statistics/quantile.ts';
import { sampleOf } from '../../../../services/domain/statistics/sample.ts';
import type { TrendPoint } from '../../../../services/evaluation/trend.ts';
import type { ScorecardView } from '../../../../services/evaluation/view.ts';
import { type QueryAppForTests, startQueryApp } from '../../support/query-app.ts';
import { type AgentFact, insertOf, ratings, times } from './facts.ts';

const MINUTE = 60_000;
/** A Thursday. */
const NOW = Date.parse('2026-03-05T12:00:00Z');
const TUESDAY = Date.parse('2026-03-03T09:00:00Z');
const CONFIGURATION = `
teams: [{ id: east, name: East }, { id: west }]
agents:
  - { id: ann, name: Ann, team: east }
  - { id: bea, name: Bea, team: east }
  - { id: cem, name: Cem, team: east }
queues: [{ id: tokyo, team: west, calendar: japan }]
calendars:
  office: { zone: Europe/Berlin, weekly: { mon: [08:00-18:00] } }
  japan: { zone: Asia/Tokyo, weekly: 24x7 }
defaultCalendar: office
scorecards:
  - id: agents
    role: agent
    metrics:
      - { metric: csat, weight: 3, goal: 0.9, floor: 0.5 }
      - { metric: aht, weight: 2, goal: 5m, floor: 10m }
      - { metric: first_response_mean, weight: 2, goal: 1h, floor: 5h }
      - { metric: sla_attainment, weight: 2, points: steps, goal: 0.95, steps: [{ reach: 0.8, points: 60 }, { reach: 0.95, points: 100 }] }
      - { metric: quality_score, goal: 0.9, floor: 0.4 }
  - id: leads
    role: supervisor
    metrics: [{ metric: csat, goal: 0.9, floor: 0.5 }, { metric: wait_p90, goal: 20s, least: 1 }]
  - id: head
    role: manager
    metrics: [{ metric: csat, goal: 0.9, floor: 0.5 }, { metric: logged_in_time, goal: 1h, direction: at_least }]
`;

const of = (agent: string, satisfied: number, aht: number, response: number, met: number): AgentFact[] => [
  ...ratings(agent, satisfied, 10, { team: 'east' }),
  ...times(10, (i) => ({
    fact: 'handle_spell',
    agent,
    team: 'east',
    valueMs: (aht + (i % 2 === 0 ? 1 : -1)) * MINUTE,
  })),
  ...times(10, (i) => ({
    fact: 'first_response',
    agent,
    team: 'east',
    valueMs: (response + (i % 2 === 0 ? 30 : -30)) * MINUTE,
  })),
  ...times(10, (i) => ({
    fact: 'sla_target',
    agent,
    team: 'east',
    label: 'first_response',
    state: i < met ? 'met' : 'breached',
  })),
];
const reviews = (agent: string, count: number, score: number): AgentFact[] =>
  times(count, () => ({ fact: 'rating', label: 'quality_review', agent, team: 'east', score, scale: 100 }));

/** As reckoned by hand in `test/domain/scorecard/hand-reckoned.ts`; cem has no facts. */
const FACTS: AgentFact[] = [
  ...of('ann', 8, 6, 120, 9),
  ...of('bea', 6, 5, 60, 10),
  ...reviews('ann', 2, 100),
  ...reviews('bea', 5, 75),
  // Of the week before: on Sunday evening in Berlin, and on Monday in Tokyo, who has a team of her own.
  ...ratings('ann', 0, 5, { at: Date.parse('2026-03-01T22:59:59.999Z'), team: 'east' }),
  ...ratings('dai', 5, 5, { at: Date.parse('2026-03-01T16:00:00Z'), team: 'west', queue: 'tokyo' }),
  ...times(40, (i) => ({
    fact: 'queue_spell',
    agent: 'dai',
    team: 'west',
    queue: 'tokyo',
    state: 'answered',
    valueMs: (i + 1) * 1_000,
  })),
];
// The first minute of Monday in Berlin is still Sunday in UTC.
FACTS[0]!.at = Date.parse('2026-03-01T23:00:00Z');

interface Answer {
  of: string;
  period: { name: string; from: string; to: string; tz: string; ended: boolean };
  scorecards: ScorecardView[];
}

let query: QueryAppForTests;
beforeAll(async () => {
  query = await startQueryApp(NOW, CONFIGURATION);
  await query.clickhouse.command(insertOf(FACTS, TUESDAY));
  await query.clickhouse.command(
    `INSERT INTO agent_states (agent_id, at, event_id, team, state)
VALUES ('dai', fromUnixTimestamp64Milli({at:Int64}), 'e', 'west', 'available')`,
    { at: NOW - 30 * MINUTE },
  );
});
afterAll(() => query?.stop());

const ask = async (parameters: Record<string, string> = {}): Promise<Answer> =>
  JSON.parse(await query.get(`/api/v1/scorecards?${new URLSearchParams(parameters)}`));
const pick = (cards: readonly ScorecardView[], id: string) => cards.find((card) => card.id === id)!;

describe('scorecards of three agents, reckoned by hand', () => {
  let answer: Answer;
  beforeAll(async () => {
    answer = await ask({ team: 'east' });
  });

  it('are of the week that runs, in the zone of the team', () => {
    expect(answer.period).toEqual({
      name: 'week',
      label: '2026-W10',
      from: '2026-03-02T00:00:00.000+01:00',
      to: '2026-03-09T00:00:00.000+01:00',
      tz: 'Europe/Berlin',
      ended: false,
    });
  });

  it('have these scores, best first; who cannot be told apart shares a rank, who has no data has none', () => {
    expect(answer.scorecards.map(({ id, name, team, score, rank }) => [id, name, team, score, rank])).toEqual(
      [
        ['bea', 'Bea', 'east', expect.closeTo(74.5, 10), 1],
        ['ann', 'Ann', 'east', expect.closeTo(655 / 9, 10), 1],
        ['cem', 'Cem', 'east', null, null],
      ],
    );
  });

  it('explain each point: value, sample, goal, points, weight, share', () => {
    const rows = pick(answer.scorecards, 'ann').metrics.map(
      ({ id, value, n, goal, points, weight, share }) => [id, value, n, goal, points, weight, share],
    );
    expect(rows).toEqual([
      ['csat', 0.8, 10, 0.9, expect.closeTo(75, 10), 3, 3 / 9],
      ['aht', 360_000, 10, 300_000, 80, 2, 2 / 9],
      ['first_response_mean', 7_200_000, 10, 3_600_000, 75, 2, 2 / 9],
      ['sla_attainment', 0.9, 10, 0.95, 60, 2, 2 / 9],
      ['quality_score', null, 2, 0.9, null, 1, 0],
    ]);
    expect(pick(answer.scorecards, 'bea').metrics.map(({ points }) => points)).toEqual([
      expect.closeTo(25, 10),
      100,
      100,
      100,
      expect.closeTo(70, 10),
    ]);
  });

  it('say it in units that people read', () => {
    const { metrics, weaknesses } = pick(answer.scorecards, 'ann');
    const plain = (text: string | null | undefined) => text?.replaceAll('\u00a0', ' ');
    expect(metrics.map(({ how }) => plain(how?.text))).toEqual([
      '50 % → 0 · 90 % → 100 · 80 % → 75',
      '10m → 0 · 5m → 100 · 6m → 80',
      '5h → 0 · 1h → 100 · 2h → 75',
      '≥ 95 % → 100 · ≥ 80 % → 60 · < 80 % → 0 · 90 % → 60',
      '40 % → 0 · 90 % → 100',
    ]);
    expect(Object.values(metrics[0]!.text).map(plain)).toEqual([
      '80 %',
      '49 % – 94.3 %',
      '≥ 90 %',
      undefined,
    ]);
    expect(weaknesses[0]).toMatchObject({
      title: 'SLA attainment',
      conversations: metrics[3]!.conversations,
    });
  });

  it('say what is left out and why', () => {
    const left = (id: string) => pick(answer.scorecards, id).metrics.map(({ left_out }) => left_out?.reason);
    expect(pick(answer.scorecards, 'ann').metrics[4]!.left_out).toEqual({
      reason: 'below_least_volume',
      text: '2 is below the least volume of 5',
    });
    expect(left('bea')).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect(left('cem')).toEqual(Array.from({ length: 5 }, () => 'no_data'));
  });

  it('have intervals: Wilson of rates, Student of means', () => {
    const [csat, aht] = pick(answer.scorecards, 'ann').metrics;
    // statsmodels: proportion_confint(8, 10, method='wilson')
    expect(csat!.interval).toEqual({
      lower: expect.closeTo(0.4901624715, 8),
      upper: expect.closeTo(0.9433178486, 8),
      method: 'wilson',
    });
    // 360,000 +- t(0.975, 9) x s / sqrt(10), with five values each a minute off: s = 60,000 x sqrt(10 / 9)
    const half = (2.2621571628540993 * 60_000) / 3;
    expect(aht!.interval).toEqual({
      lower: expect.closeTo(360_000 - half, 4),
      upper: expect.closeTo(360_000 + half, 4),
      method: 't',
    });
  });

  it('name the conversations behind each value', async () => {
    const [csat] = pick(answer.scorecards, 'ann').metrics;
    const { rows } = JSON.parse(await query.get(csat!.conversations!)) as { rows: { agent: string }[] };
    expect(rows.map(({ agent }) => agent)).toEqual(Array.from({ length: 10 }, () => 'ann'));
  });

  it('tell what lifts and lowers a score against the peers, and what would lift it', () => {
    const { strengths, weaknesses, improvements } = pick(answer.scorecards, 'ann');
    expect(strengths.map(({ id }) => id)).toEqual(['csat']);
    expect(weaknesses.map(({ id }) => id)).toEqual(['sla_attainment', 'first_response_mean', 'aht']);
    expect(improvements[0]).toMatchObject({ id: 'sla_attainment', to: 'goal', value: 0.95 });
    expect(improvements[0]!.gain).toBeCloseTo((2 / 9) * 40, 10);
  });

  it('show no distribution of fewer than five', () => {
    expect(pick(answer.scorecards, 'ann').peers).toEqual({ n: 2, q1: null, median: null, q3: null });
  });
});

describe('scorecards', () => {
  it('of the week before have what was measured in it, in each team’s zone', async () => {
    const { scorecards } = await ask({ at: '-1' });
    expect(pick(scorecards, 'ann').metrics[0]).toMatchObject({ value: 0, n: 5 });
    // 16:00 UTC of Sunday is Monday in Tokyo.
    expect(pick(scorecards, 'dai')).toMatchObject({ team: 'west', score: null });
    expect(pick(scorecards, 'dai').period.tz).toBe('Asia/Tokyo');
    expect(pick((await ask()).scorecards, 'dai').metrics[0]).toMatchObject({ value: 1, n: 5 });
  });

  it('of a date are of the period that it lies in', async () => {
    const { period } = await ask({ period: 'quarter', at: '2025-08-15' });
    expect(period).toMatchObject({ from: '2025-07-01T00:00:00.000+02:00', ended: true });
  });

  it('of teams are by all that their teams did, with limits of percentiles', async () => {
    const { scorecards } = await ask({ of: 'team' });
    expect(scorecards.map(({ id, name }) => [id, name])).toEqual([
      ['west', 'west'],
      ['east', 'East'],
    ]);
    expect(pick(scorecards, 'east').metrics[0]).toMatchObject({ value: 0.7, n: 20 });
    const waits = sampleOf(Array.from({ length: 40 }, (_, i) => (i + 1) * 1_000));
    const { lower, upper } = quantileInterval(waits, 0.9)!;
    expect(pick(scorecards, 'west').metrics[1]).toMatchObject({
      value: 36_000,
      n: 40,
      interval: { lower: expect.closeTo(lower, 6), upper: expect.closeTo(upper, 6), method: 'bootstrap' },
    });
    expect(pick(scorecards, 'east').metrics[1]).toMatchObject({ value: null, n: 0, interval: null });
  });

  it('of the whole center have no peers; time of agents has hours for its sample and no conversations', async () => {
    const { scorecards } = await ask({ of: 'center' });
    expect(scorecards).toHaveLength(1);
    const [csat, time] = scorecards[0]!.metrics;
    expect(csat).toMatchObject({ n: 20, value: 0.7 });
    expect(csat!.conversations).not.toContain('agent=');
    expect(time).toMatchObject({ value: 30 * MINUTE, n: 0.5, left_out: { reason: 'below_least_volume' } });
    expect(time!.conversations).toBeNull();
  });

  it('of a queue count what was done in it, and leave out what is not known by queue', async () => {
    const { scorecards } = await ask({ queue: 'tokyo' });
    expect(scorecards.map(({ id }) => id)).toEqual(['dai']);
    expect(scorecards[0]!.metrics[0]!.conversations).toContain('queue=tokyo');
    const whole = await ask({ of: 'center', queue: 'tokyo' });
    expect(whole.scorecards[0]!.metrics[1]).toMatchObject({ left_out: { reason: 'not_by_filter' } });
  });

  it('of a period of one’s own are from here to there', async () => {
    const { scorecards } = await ask({
      period: 'custom',
      from: '2026-02-23',
      to: '2026-03-05',
      agent: 'ann',
    });
    expect(scorecards).toHaveLength(1);
    expect(scorecards[0]!.metrics[0]).toMatchObject({ value: 8 / 15, n: 15 });
  });

  it('of one agent tell how the score went, oldest first', async () => {
    const { scorecards } = await ask({ agent: 'ann', last: '3' });
    const { trend, score } = scorecards[0] as ScorecardView & { trend: TrendPoint[] };
    expect(trend.map((point) => [point.label, point.ended, point.score, point.covered])).toEqual([
      ['2026-W08', true, null, 0],
      // Five answers of nobody who is satisfied, and nothing else.
      ['2026-W09', true, 0, expect.closeTo(3 / 10, 10)],
      ['2026-W10', false, score, expect.closeTo(9 / 10, 10)],
    ]);
  });

  it('are a file too: a row a metric of somebody, and what is left out has no points', async () => {
    const lines = (await query.get('/api/v1/scorecards?team=east&format=csv')).trimEnd().split('\r\n');
    const [columns, ...rows] = lines.map((line) => line.split(','));
    expect(rows).toHaveLength(3 * 5);
    const cells = (id: string, metric: string) => {
      const row = rows.find((one) => one[0] === id && one.includes(metric))!;
      return Object.fromEntries(columns!.map((column, i) => [column, row[i]]));
    };
    expect(cells('ann', 'csat')).toMatchObject({
      team: 'east',
      rank: '1',
      value: '0.8',
      n: '10',
      left_out: '',
    });
    expect(cells('ann', 'quality_score')).toMatchObject({ points: '', left_out: 'below_least_volume' });
    expect(cells('cem', 'csat')).toMatchObject({ score: '', value: '', left_out: 'no_data' });
  });

  it.each([
    'last=3',
    'last=3&agent=ann&agent=bea',
    'last=13&agent=ann',
    'last=3&agent=ann&period=custom&from=2026-01-01&to=2026-02-01',
    'format=xml',
    'period=fortnight',
    'at=soon',
    'at=2026-02-30',
    'at=1',
    'period=custom&from=2026-01-01',
    'period=custom&from=2026-02-01&to=2026-01-01',
    'from=2026-01-01',
    'of=team&agent=ann',
    'priority=high',
  ])('are refused for %s', async (parameters) => {
    expect(await query.status(`/api/v1/scorecards?${parameters}`)).toBe(400);
  });
});
