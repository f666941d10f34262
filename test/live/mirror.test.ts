import type { ClickHouseClient } from '@clickhouse/client';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversationIdOf, trackingKey } from '../../services/domain/timeline/conversation-key.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { compare, lasting } from '../../services/live/check.ts';
import type { LiveAgentState, LiveConversation, LiveFact } from '../../services/live/live-fact.ts';
import { lookAtAgents, lookAtAgentsOfQueues, lookAtQueues, lookAtTargets } from '../../services/live/look.ts';
import { createMirror, type Mirror } from '../../services/live/mirror.ts';
import type { Filters } from '../../services/metrics/filters.ts';
import { queryLiveAgents } from '../../services/metrics/live/agents.ts';
import { boardOf } from '../../services/metrics/live/board.ts';
import { queryLiveQueues } from '../../services/metrics/live/queues.ts';
import { queryLiveTargets } from '../../services/metrics/live/targets.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';

const NOW = Date.UTC(2026, 2, 2, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const among = (...values: string[]) => fc.constantFrom(...values);

const liveFact: fc.Arbitrary<LiveFact> = fc.record({
  fact: fc.constantFrom('queue_spell', 'handle_spell', 'sla_target'),
  // Also of calls that began a day ago, on the border to the millisecond, and of clocks that are ahead.
  at: fc.oneof(
    fc
      .tuple(
        fc.constantFrom(0, 10 * MINUTE, 12 * MINUTE, 20 * MINUTE, -24 * HOUR, -24 * HOUR),
        fc.integer({ min: -1, max: 1 }),
      )
      .map(([border, ms]) => NOW + border + ms),
    fc.integer({ min: -26 * HOUR, max: HOUR }).map((ms) => NOW + ms),
  ),
  label: among('first_response', 'queue_wait'),
  targetMs: fc.constantFrom(20_000, HOUR, 100 * MINUTE + 3),
  seq: fc.nat(40),
  businessMs: fc.nat(HOUR),
  queue: among('', 'billing', 'sales'),
  team: among('red', 'blue'),
  agent: among('', 'a1', 'a2'),
  priority: among('normal', 'high'),
  customerTier: among('', 'gold'),
  policy: among('', 'p1'),
});

/** The lives of some conversations: what is live of each after one more event, and at its last nothing for some. */
const lives = fc.array(
  fc.record({
    stream: fc.constantFrom('tickets' as const, 'chats' as const),
    channel: fc.constantFrom('voice' as const, 'chat' as const, 'email' as const),
    versions: fc.array(fc.array(liveFact, { maxLength: 3 }), { minLength: 1, maxLength: 4 }),
  }),
  { maxLength: 25 },
);

const agentStates: fc.Arbitrary<LiveAgentState[]> = fc.array(
  fc.record({
    agent: among('a1', 'a2', 'a3'),
    at: fc.oneof(
      fc.integer({ min: -4, max: 1 }).map((hours) => NOW + hours * HOUR),
      fc.integer({ min: -1, max: 1 }).map((ms) => NOW - 16 * HOUR + ms),
      fc.integer({ min: -1, max: 1 }).map((ms) => NOW + ms),
    ),
    eventId: fc.nat(1_000).map((id) => `e${id}`),
    team: among('red', 'blue'),
    state: among('available', 'busy', 'wrap_up', 'break', 'away', 'offline'),
    slots: fc.integer({ min: 1, max: 3 }),
    slotsBusy: fc.nat(3),
    queues: fc.subarray(['billing', 'sales', 'vip']),
  }),
  { maxLength: 12 },
);

const filters: fc.Arbitrary<Filters> = fc.record(
  {
    queue: fc.subarray(['billing', 'sales', 'nosuch']),
    channel: fc.subarray(['voice', 'chat']),
    team: fc.subarray(['red', 'nosuch']),
    agent: fc.subarray(['a1', '']),
    priority: fc.constant(['high']),
    customer_tier: fc.constant(['gold']),
    policy: fc.constant(['p1']),
  },
  { requiredKeys: [] },
);

function deltasOf(
  of: { stream: 'tickets' | 'chats'; channel: 'voice' | 'chat' | 'email'; versions: LiveFact[][] }[],
) {
  return of.flatMap(({ stream, channel, versions }, i) =>
    versions.map(
      (facts, version): LiveConversation => ({
        stream,
        conversationId: `c${i}`,
        openedAt: NOW - 30 * HOUR,
        channel,
        version: version + 1,
        facts,
      }),
    ),
  );
}

describe('the mirror', () => {
  let database: DatabaseForTests;
  let clickhouse: ClickHouse;
  let client: ClickHouseClient;

  beforeAll(async () => {
    database = await startDatabaseForTests(`mirror_${process.pid}`);
    ({ clickhouse, client } = database);
  });
  afterAll(() => database?.stop());

  async function store(
    deltas: readonly LiveConversation[],
    states: readonly LiveAgentState[],
  ): Promise<void> {
    const facts = deltas.flatMap(({ stream, conversationId, openedAt, channel, facts: live }) =>
      live.map(({ targetMs, customerTier, businessMs, ...fact }, seq) => ({
        ...fact,
        ...{ stream, conversation_id: conversationId, opened_at: openedAt, channel, seq, version: 1 },
        target_ms: targetMs,
        customer_tier: customerTier,
        state: fact.fact === 'sla_target' ? 'active' : 'open',
      })),
    );
    const rows = states.map(({ agent, eventId, slotsBusy, ...state }) => ({
      ...state,
      agent_id: agent,
      event_id: eventId,
      slots_busy: slotsBusy,
    }));
    for (const [table, values] of Object.entries({ facts, agent_states: rows })) {
      await clickhouse.command(`TRUNCATE TABLE ${table}`);
      if (values.length > 0) await client.insert<unknown>({ table, values, format: 'JSONEachRow' });
    }
  }

  function boardFrom(mirror: Mirror, asked: Filters) {
    const agents = lookAtAgentsOfQueues(mirror, NOW);
    return boardOf({ ...lookAtQueues(mirror, NOW, asked), agents, recent: [], handled: [] }, NOW);
  }

  it('shows what is stored, in whatever order, however often and in whatever batches it hears of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        lives,
        agentStates,
        filters,
        fc.infiniteStream(fc.nat()),
        async (of, states, asked, draws) => {
          const deltas = deltasOf(of);
          const twice = [...deltas, ...deltas.filter((_, i) => i % 3 === 0)];
          const mirror = createMirror();
          for (const delta of shuffled(twice, draws)) {
            mirror.apply(delta, NOW);
            // Ended ones are remembered for as long as older news of them may come.
            mirror.forget(NOW);
          }
          const unique = [
            ...new Map(
              states.map((state) => [`${state.agent} ${state.at} ${state.eventId}`, state]),
            ).values(),
          ];
          for (const state of shuffled([...unique, ...unique], draws)) mirror.applyAgent(state, NOW);
          await store(
            of.map(
              ({ versions }, i) =>
                deltas.find(
                  ({ conversationId, version }) => conversationId === `c${i}` && version === versions.length,
                )!,
            ),
            unique,
          );

          const recent = { offered: 0, abandoned: 0, serviceLevel: null, estimatedWaitMs: null };
          const board = (await queryLiveQueues(clickhouse, NOW, asked))
            .map((queue) => ({ ...queue, ...recent }))
            .filter(({ waiting, handling, atRisk, breached }) => waiting + handling + atRisk + breached > 0);
          expect(boardFrom(mirror, asked)).toEqual(board);
          for (const state of ['at_risk', 'breached'] as const) {
            for (const limit of [3, 100]) {
              const request = { now: NOW, state, filters: asked, limit };
              const found = lookAtTargets(mirror, request);
              // Of one conversation's like targets due at one time, either may come first.
              expect(found.map(keyOf)).toEqual((await queryLiveTargets(clickhouse, request)).map(keyOf));
            }
          }
          expect(lookAtAgents(mirror, NOW, asked)).toEqual(
            await queryLiveAgents(clickhouse, NOW, pick(asked)),
          );
        },
      ),
      { numRuns: Number(process.env.MIRROR_CASES ?? 20) },
    );
  }, 120_000);

  it('is told from what is stored where they differ, and takes that over', async () => {
    const facts = fc.sample(liveFact, 4);
    const of = (id: string, version: number, live: LiveFact[]): LiveConversation => ({
      ...{ stream: 'chats', conversationId: id, openedAt: NOW, channel: 'chat', version, facts: live },
    });
    const mirror = createMirror();
    const same = of('same', 3, facts.slice(0, 2));
    const target: LiveFact = { ...facts[0]!, fact: 'sla_target', seq: 1, targetMs: HOUR, businessMs: 0 };
    const wrongly = { seq: 2, targetMs: HOUR + 1, businessMs: 1 };
    const numbers = Object.entries(wrongly).map(([name, value]) => ({ name, value }));
    for (const one of [same, of('extra', 1, [facts[2]!]), of('other', 2, [facts[0]!])])
      mirror.apply(one, NOW);
    for (const { name } of numbers) mirror.apply(of(name, 1, [target]), NOW);
    const stored = [
      same,
      of('other', 2, [{ ...facts[0]!, at: facts[0]!.at + 1 }]),
      of('missed', 1, [facts[3]!]),
      ...numbers.map(({ name, value }) => of(name, 1, [{ ...target, [name]: value }])),
    ];
    const found = await compare(mirror, stored);
    expect([...found.keys()].map(conversationIdOf).sort()).toEqual(
      ['extra', 'missed', 'other', ...Object.keys(wrongly)].sort(),
    );
    expect(lasting(new Map([...found].map(([key, version]) => [key, version + 1])), found)).toEqual([]);
    for (const key of lasting(found, found))
      mirror.correct(
        key,
        stored.find((one) => trackingKey(one.stream, one) === key),
        NOW,
      );
    expect((await compare(mirror, stored)).size).toBe(0);
    expect(mirror.open).toBe(6);
  });

  it('forgets what ended, and counts what it holds', () => {
    const mirror = createMirror();
    const fact = fc.sample(liveFact, 1)[0]!;
    const of = (id: string, version: number, facts: LiveFact[]): LiveConversation => ({
      ...{ stream: 'chats', conversationId: id, openedAt: NOW, channel: 'chat', version, facts },
    });
    mirror.apply(of('one', 1, [fact]), NOW);
    mirror.apply(of('two', 1, [fact, fact]), NOW);
    mirror.apply(of('one', 2, []), NOW + 1);
    expect([mirror.open, mirror.ended]).toEqual([1, 1]);
    expect(mirror.apply(of('one', 1, [fact]), NOW + 2)).toBe(false);
    mirror.forget(NOW + 1);
    expect([mirror.open, mirror.ended]).toEqual([1, 1]);
    mirror.forget(NOW + 2);
    expect([mirror.open, mirror.ended]).toEqual([1, 0]);
    // The gap is filled again.
    mirror.apply(of('three', 1, [fact]), NOW + 3);
    expect([mirror.open, mirror.rows.columns.end]).toEqual([2, 3]);
  });
});

const keyOf = ({
  conversationId,
  metric,
  dueAt,
}: {
  conversationId: string;
  metric: string;
  dueAt: string;
}) => `${dueAt} ${conversationId} ${metric}`;

const pick = ({ agent, team, queue }: Filters): Filters => ({
  ...(agent?.length ? { agent } : {}),
  ...(team?.length ? { team } : {}),
  ...(queue?.length ? { queue } : {}),
});

function shuffled<Item>(items: readonly Item[], draws: Iterator<number>): Item[] {
  return items
    .map((item) => ({ item, place: draws.next().value as number }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
