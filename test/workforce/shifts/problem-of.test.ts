import { describe, expect, test } from 'vitest';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { daysOf } from '../../../services/workforce/days.ts';
import { problemOf } from '../../../services/workforce/shifts/problem-of.ts';

const center = parseContactCenter(
  `teams: [{ id: day }, { id: night }]
queues: [{ id: sales, team: day }, { id: help, team: night }, { id: mail }]
agents:
  - { id: ada, team: day }
  - { id: bob, team: day }
  - { id: cem, team: night }
  - { id: dora }
  - { id: eva, team: day, queues: [help, mail] }
workforce:
  shifts:
    mostShifts: 4
    patterns:
      - { id: early, starts: ["07:00"], length: 8h, days: [sun, mon], breaks: [{ length: 30m, after: 3h, before: 5h }], most: 3 }
      - { id: late, starts: ["14:00"], length: 8h, cost: 1.2 }
    agents:
      - { team: day, patterns: [late, early], days: [fri, mon], away: [2026-12-24], mostHours: 30h }
      - { agent: bob, queue: [help, sales], hours: 22:00-07:30, mostShifts: 3, away: [{ from: 2026-12-31, to: 2027-01-02 }] }
`,
  'center.yaml',
);
const zone = 'Europe/Berlin';
const from = Date.parse('2026-11-30T00:00+01:00');
const days = daysOf(from, from + 3_600_000, '1h', zone);
const of = (queues?: string[], teams?: string[]) =>
  problemOf(center, { zone, days, interval: '1h', queues, teams }, new Map([[from + 7_200_000, 3]]));
const ids = (...asked: Parameters<typeof of>) => of(...asked).agents.map(({ id }) => id);

describe('the problem of planning by a configuration', () => {
  test('asks for what is required, and for nobody where nothing is said', () => {
    const { required, intervalMs, restMs, mostDaysInARow } = of();
    expect(required).toEqual([0, 0, 3, ...new Array(21).fill(0)]);
    expect({ intervalMs, restMs, mostDaysInARow }).toEqual({
      intervalMs: 3_600_000,
      restMs: 39_600_000,
      mostDaysInARow: 6,
    });
  });

  test('has the patterns', () => {
    expect(of().patterns).toMatchObject([
      {
        id: 'early',
        starts: [420],
        lengthMs: 28_800_000,
        days: [1, 7],
        most: 3,
        breaks: [{ lengthMs: 1_800_000, afterMs: 10_800_000, beforeMs: 18_000_000 }],
      },
      { id: 'late', days: [1, 2, 3, 4, 5, 6, 7], cost: 1.2, most: Number.POSITIVE_INFINITY },
    ]);
  });

  test('has the agents who serve a queue: those of its team, or those of whom it is said', () => {
    expect(ids()).toEqual(['ada', 'bob', 'cem', 'dora', 'eva']);
    expect(ids(['sales'])).toEqual(['ada', 'bob']);
    expect(ids(['help'])).toEqual(['bob', 'cem', 'eva']);
    expect(ids(['mail'])).toEqual(['ada', 'cem', 'dora', 'eva']);
    expect(ids(['help'], ['day'])).toEqual(['bob', 'eva']);
    expect(ids(undefined, ['night'])).toEqual(['cem']);
  });

  test('lets the later of two entries hold, and adds up the days away', () => {
    const [ada, bob, cem] = of().agents;
    expect(ada).toEqual({
      id: 'ada',
      terms: { patterns: ['early', 'late'], days: [1, 5], hours: null, mostShifts: 4, mostMs: 108_000_000 },
      away: new Set(['2026-12-24']),
    });
    expect(bob).toEqual({
      id: 'bob',
      terms: {
        patterns: ['early', 'late'],
        days: [1, 5],
        hours: { from: 1_320, to: 450 },
        mostShifts: 3,
        mostMs: 108_000_000,
      },
      away: new Set(['2026-12-24', '2026-12-31', '2027-01-01', '2027-01-02']),
    });
    expect(cem!.terms).toEqual({
      patterns: null,
      days: [1, 2, 3, 4, 5, 6, 7],
      hours: null,
      mostShifts: 4,
      mostMs: Number.POSITIVE_INFINITY,
    });
  });
});
