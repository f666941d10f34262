import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../../services/metrics/catalogue/index.ts';
import { type QueryAppForTests, startQueryApp } from '../../support/query-app.ts';

const MINUTE = 60_000;
/** A Thursday, nine in the morning. */
const NINE = Date.parse('2026-03-05T09:00:00Z');
const NOW = Date.parse('2026-03-06T00:00:00Z');
const CONFIGURATION = `
teams: [{ id: east }, { id: west }]
agents: [{ id: tess, name: Tess, team: east }, { id: cem, name: Cem, team: west }]
`;
const DAY = '/api/v1/strain?from=2026-03-05&to=2026-03-06';

/** Minutes after nine. */
const at = (minutes: number) => NINE + minutes * MINUTE;
const ms = (value: number) => `fromUnixTimestamp64Milli(${value}::Int64)`;

interface Fact {
  fact: string;
  id: string;
  from: number;
  minutes?: number;
  agent?: string;
  label?: string;
  score?: number;
  state?: string;
}

const insertFacts = (
  facts: readonly Fact[],
) => `INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted,
  began_at, ended_at, state, label, value_ms, score, scale, queue, agent, channel, opened_at) VALUES ${facts
    .map(({ fact, id, from, minutes = 0, agent = '', label = '', score = 0, state = 'done' }) => {
      const ended = state === 'open' ? 0 : at(from + minutes);
      return `('${fact}', ${ms(at(from))}, '${id}', 'chats', 0, 1, 0, ${ms(at(from))}, ${ms(ended)}, '${state}', '${label}', ${minutes * MINUTE}, ${score}, 5, 'general', '${agent}', 'voice', ${ms(at(from))})`;
    })
    .join(', ')}`;

/** What is usual in the queue: thirty calls of five minutes, the day before. */
const USUAL = Array.from(
  { length: 30 },
  (_, i): Fact => ({ fact: 'handle_spell', id: `u${i}`, from: -1_440 + 6 * i, minutes: 5, agent: 'other' }),
);
const call = (id: string, from: number, minutes: number, agent = 'tess'): Fact => ({
  fact: 'handle_spell',
  ...{ id, from, minutes, agent },
});
const FACTS: Fact[] = [
  ...USUAL,
  // A complaint, one that was escalated, one rated badly the next evening, one that took more than twice as long; then an easy one.
  call('c1', 0, 5),
  { fact: 'tag', id: 'c1', from: 0, label: 'complaint' },
  call('c2', 6, 5),
  { fact: 'escalation', id: 'c2', from: 8 },
  call('c3', 12, 5),
  { fact: 'rating', id: 'c3', from: 600, label: 'csat', score: 2 },
  call('c4', 18, 11),
  call('c5', 30, 10),
  // Liked, tagged with something else, and alone: nothing of it is difficult.
  call('d1', 0, 5, 'cem'),
  { fact: 'rating', id: 'd1', from: 600, label: 'csat', score: 4 },
  { fact: 'tag', id: 'd1', from: 0, label: 'praise' },
  call('d2', 6, 5, 'cem'),
  { fact: 'tag', id: 'd2', from: 6, label: 'complaint' },
  // A call whose end was never told, and two difficult ones three days later.
  { ...call('e1', -5_760, 0, 'ann'), state: 'open' },
  call('e2', -1_440, 5, 'ann'),
  { fact: 'tag', id: 'e2', from: -1_440, label: 'complaint' },
  call('e3', -1_434, 5, 'ann'),
  { fact: 'tag', id: 'e3', from: -1_434, label: 'complaint' },
];

describe('strain', () => {
  let app: QueryAppForTests;
  const ask = async (url = DAY) => JSON.parse(await app.get(url));

  beforeAll(async () => {
    app = await startQueryApp(NOW, CONFIGURATION);
    const { clickhouse } = app;
    await clickhouse.command(insertFacts(FACTS));
    const states: [agent: string, minutes: number, state: string][] = [
      ['tess', 0, 'busy'],
      ['tess', 240, 'available'],
      ['tess', 480, 'busy'],
      ['tess', 510, 'offline'],
      ['cem', 0, 'available'],
      ['cem', 120, 'break'],
      ['cem', 150, 'available'],
      ['cem', 480, 'offline'],
      // Nobody told when she went home four days ago, nor of the days after.
      ['ann', -5_760, 'busy'],
      ['ann', -1_440, 'available'],
      ['ann', -960, 'offline'],
    ];
    await clickhouse.command(
      `INSERT INTO agent_states (agent_id, at, event_id, team, state) VALUES ${states
        .map(([agent, minutes, state], i) => {
          const team = agent === 'tess' ? 'east' : 'west';
          return `('${agent}', ${ms(at(minutes))}, 'e${i}', '${team}', '${state}')`;
        })
        .join(', ')}`,
    );
    const plans = ['tess', 'cem'].flatMap((agent) =>
      [
        ['on_queue', 0, 120],
        ['break', 120, 150],
        ['on_queue', 150, 480],
      ].map(
        ([activity, from, to]) =>
          `('${agent}', ${ms(at(from as number))}, ${ms(at(to as number))}, '${activity}', '${agent === 'tess' ? 'east' : 'west'}', ${ms(at(-1_440))})`,
      ),
    );
    plans.push(`('ann', ${ms(at(-5_760))}, ${ms(at(-5_280))}, 'on_queue', 'west', ${ms(at(-7_200))})`);
    await clickhouse.command(
      `INSERT INTO agent_schedules (agent_id, starts_at, ends_at, activity, team, planned_at) VALUES ${plans.join(', ')}`,
    );
  });
  afterAll(() => app.stop());

  it('says of each agent what was hard, the most strained first', async () => {
    const { agents } = await ask();
    expect(agents).toEqual([
      {
        ...{ id: 'tess', name: 'Tess', team: 'east', level: 'high' },
        // Four hours busy, and 5 minutes of the hour after them.
        high_occupancy: { ms: 245 * MINUTE, longest_ms: 245 * MINUTE, share: 245 / 510 },
        back_to_back: { runs: 1, longest: 4 },
        overtime_ms: 30 * MINUTE,
        breaks: { planned: 1, missed: 1, shortened: 0 },
        reasons: [
          '4 h 5 min above 85 % occupancy, 4 h 5 min at a stretch',
          'difficult conversations back to back: once, the longest run of 4',
          '30 min beyond the planned shifts',
          '1 of 1 planned breaks missed, 0 shortened',
        ],
      },
      {
        ...{ id: 'cem', name: 'Cem', team: 'west', level: 'none', reasons: [] },
        high_occupancy: { ms: 0, longest_ms: 0, share: 0 },
        back_to_back: { runs: 0, longest: 0 },
        overtime_ms: 0,
        breaks: { planned: 1, missed: 0, shortened: 0 },
      },
    ]);
  });

  it('splits time at the borders of the range', async () => {
    const [[morning], [evening]] = await Promise.all(
      [
        ['2026-03-05T00:00', '2026-03-05T11:00'],
        ['2026-03-05T11:00', '2026-03-06T00:00'],
      ].map(async ([from, to]) => (await ask(`/api/v1/strain?from=${from}&to=${to}&agent=tess`)).agents),
    );
    expect(morning.high_occupancy.ms + evening.high_occupancy.ms).toBe(245 * MINUTE);
    expect([morning.overtime_ms, evening.overtime_ms]).toEqual([0, 30 * MINUTE]);
    expect([morning.back_to_back.runs, evening.back_to_back.runs]).toEqual([1, 0]);
    expect([morning.breaks.planned, evening.breaks.planned]).toEqual([0, 1]);
  });

  it('takes time of which nothing was told for no work', async () => {
    const { agents } = await ask('/api/v1/strain?from=2026-03-01&to=2026-03-05&agent=ann');
    expect(agents).toMatchObject([
      {
        ...{ id: 'ann', level: 'none', overtime_ms: 0 },
        high_occupancy: { ms: 0, share: 0 },
        back_to_back: { runs: 0, longest: 0 },
      },
    ]);
  });

  it('is of whom one asks for', async () => {
    const idsOf = (answer: { agents: { id: string }[] }) => answer.agents.map(({ id }) => id);
    expect(idsOf(await ask(`${DAY}&team=west`))).toEqual(['cem']);
    expect(idsOf(await ask(`${DAY}&agent=tess`))).toEqual(['tess']);
    expect(idsOf(await ask('/api/v1/strain?from=2026-02-01&to=2026-02-02'))).toEqual([]);
  });

  it('tells every fault', async () => {
    await expect(app.get('/api/v1/strain?from=2026-01-01&to=2026-03-01&queue=general')).rejects.toThrow(
      /31 days.*queue/s,
    );
  });

  it('is nothing that people are scored by', () => {
    expect(CATALOGUE.filter(({ id }) => /strain|overtime|back_to_back/.test(id))).toEqual([]);
  });
});
