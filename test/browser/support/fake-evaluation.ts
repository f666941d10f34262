import { findMetric } from '../../../services/metrics/catalogue/index.ts';
import { agentTitles } from './fixtures.ts';

/** Answers of the routes of evaluation: the shapes of the API, with figures that are made up. */

const day = 86_400_000;
const iso = (at: number) => new Date(at).toISOString();

/** What is measured of each agent: the value as told, cases, goal, points, weight. */
const measures = [
  ['csat', '83.3 %', 42, '≥ 85 %', 95.1, 3, '50 % → 0 · 85 % → 100 · 83.3 % → 95.1'],
  [
    'first_response_mean',
    '2h 12m',
    61,
    '≤ 4h',
    54.2,
    2,
    '50\u00a0+\u00a010\u00a0×\u00a0(3h\u00a044m\u00a0−\u00a02h\u00a012m) ÷\u00a02h\u00a014m\u00a0→\u00a054.2',
  ],
  ['fcr', '64.1 %', 58, '≥ 75 %', 68.9, 2, '40 % → 0 · 75 % → 100 · 64.1 % → 68.9'],
  [
    'sla_attainment',
    '88.4 %',
    69,
    '≥ 90 %',
    70,
    2,
    '≥ 90 % → 100 · ≥ 80 % → 70 · ≥ 60 % → 40 · < 60 % → 0 · 88.4 % → 70',
  ],
  ['quality_score', '100 %', 2, '≥ 90 %', null, 1, '50 % → 0 · 90 % → 100'],
] as const;

function metricsOf(id: string) {
  const all = measures.reduce((sum, [, , , , points, weight]) => sum + (points === null ? 0 : weight), 0);
  return measures.map(([metric, value, n, goal, points, weight, how]) => {
    const share = points === null ? 0 : weight / all;
    return {
      id: metric,
      title: findMetric(metric)!.title,
      n,
      points,
      weight,
      share,
      contribution: share * (points ?? 0),
      text: { value, interval: n < 5 ? null : '71.2 % – 91 %', goal, median: '79.9 %' },
      how: { text: how },
      conversations: `/api/v1/conversations?metric=${metric}&from=now-7d&to=now&agent=${id}`,
      ...(points === null ? { left_out: { reason: 'below_least_volume', text: 'too few' } } : {}),
      ...(metric === 'first_response_mean' ? { variant: 'since_handover_business' } : {}),
    };
  });
}

function cardOf(id: string, place: number, now: number) {
  const score = 84.3 - place * 4.4;
  const told = (metric: string) => ({
    id: metric,
    title: findMetric(metric)!.title,
    text: { value: '83.3 %', against: '79.9 %' },
    conversations: `/api/v1/conversations?metric=${metric}&agent=${id}`,
  });
  const peers = { n: 7, q1: 64.4, median: 71.2, q3: 79.9 };
  return {
    id,
    score,
    interval: { lower: score - 6.1, upper: score + 5.2 },
    rank: place < 3 ? 1 : 4,
    covered: 0.9,
    peers,
    metrics: metricsOf(id),
    strengths: [{ ...told('csat'), effect: 4.1 }],
    weaknesses: [{ ...told('fcr'), effect: -3.3 }],
    improvements: [
      { ...told('fcr'), to: 'goal', gain: 6.9 },
      { ...told('sla_attainment'), to: 'peers_median', gain: 2.2 },
    ],
    trend: Array.from({ length: 6 }, (_, period) => ({
      label: `2026-0${period + 1}`,
      from: iso(now - (6 - period) * 30 * day),
      score: period === 1 ? null : score - 5 + period,
      interval: period === 1 ? null : { lower: score - 10, upper: score },
      rank: period === 1 ? null : 1,
      covered: period === 1 ? 0 : 0.9,
      peers,
    })),
  };
}

/** `GET /api/v1/scorecards`. */
export function scorecardsAnswer(query: URLSearchParams, now: number) {
  const ids = query.get('of') === 'team' ? ['frontline', 'billing', 'technical'] : Object.keys(agentTitles);
  const wanted = [...query.getAll('agent'), ...(query.get('of') === 'team' ? query.getAll('team') : [])];
  return {
    meta: { asOf: iso(now), lagMs: 180 },
    period: { label: '2026-06', from: iso(now - 20 * day), to: iso(now + 10 * day) },
    scorecards: ids
      .map((id, place) => cardOf(id, place, now))
      .filter(({ id }) => wanted.length === 0 || wanted.includes(id)),
  };
}

/** `GET /api/v1/goals`. */
export const goalsAnswer = (now: number) => ({
  goals: [
    ['csat', 'everybody', 'month', '85 %', '83.3 %', 0.98, 0.99, '84.2 %', 'on_track'],
    ['first_response_mean', 'Frontline', 'quarter', '4h', '2h 12m', 1.81, 1.81, '2h 30m', 'reached'],
    ['fcr', 'Ada Lindqvist', 'month', '75 %', '64.1 %', 0.85, 0.86, '65 %', 'at_risk'],
  ].map(([metric, name, period, target, value, attainment, pace, projection, standing], place) => ({
    id: `goal-${place}`,
    metric,
    title: findMetric(String(metric))!.title,
    name,
    period,
    text: { target, value, projection },
    current: { n: 42, attainment, pace, standing },
    changedBy: 'Ada Lindqvist',
    changedAt: iso(now - 9 * day),
  })),
});

/** `GET /api/v1/feedback`. */
export function feedbackAnswer(query: URLSearchParams) {
  const asked = query.getAll('agent');
  const ids = Object.keys(agentTitles).filter((id) => asked.length === 0 || asked.includes(id));
  return {
    from: 3,
    people: ids.map((id, place) => ({
      id,
      dimensions: ['Collaboration', 'Knowledge', 'Courtesy'].map((title, at) => ({
        id: title.toLowerCase(),
        title,
        others: at === 1 ? null : { value: 0.72 + at * 0.05, n: 6, people: 4 },
        self: 0.9 - at * 0.1,
        team: 0.76,
        relations: {
          colleague: at === 1 ? null : { value: 0.7, n: 4, people: 3 },
          supervisor: null,
          customer: null,
        },
      })),
      quality: {
        value: 0.91 - place * 0.04,
        n: 8,
        items: [
          { id: 'greeting', title: 'Greeting', value: 0.94, n: 8, weight: 1, failed: 0 },
          { id: 'identity', title: 'Checked who it is', value: 0.88, n: 8, weight: 2, failed: 1 },
        ],
      },
    })),
  };
}

/** `GET /api/v1/strain`. */
export const strainAnswer = () => ({
  agents: Object.keys(agentTitles).map((id, place) => ({
    id,
    level: ['high', 'some', 'none'][Math.min(place, 2)],
    high_occupancy: {
      ms: (7 - place) * 3_100_000,
      longest_ms: (7 - place) * 1_300_000,
      share: 0.21 - place * 0.02,
    },
    back_to_back: { runs: 5 - Math.min(place, 5), longest: 4 },
    overtime_ms: place === 0 ? 5_400_000 : 0,
    breaks: { planned: 18, missed: place === 0 ? 3 : 0, shortened: 1 },
  })),
});
