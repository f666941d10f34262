import type { ClickHouseClient } from '@clickhouse/client';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Fact } from '../../services/domain/measure/fact.ts';
import { conversationIdOf, trackingKey } from '../../services/domain/timeline/conversation-key.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { compare, findWrong, lasting, mend } from '../../services/live/check.ts';
import {
  type LiveAgentState,
  type LiveConversation,
  type LiveFact,
  latelyOf,
  NOTHING_LATELY,
  openFactsOf,
} from '../../services/live/live-fact.ts';
import { lookAtAgents, lookAtAgentsOfQueues, lookAtQueues, lookAtTargets } from '../../services/live/look.ts';
import { createMirror, type Mirror } from '../../services/live/mirror.ts';
import { readStoredConversations } from '../../services/live/seed.ts';
import type { Filters } from '../../services/metrics/filters.ts';
import { queryLiveAgents } from '../../services/metrics/live/agents.ts';
import { boardOf } from '../../services/metrics/live/board.ts';
import { queryLiveQueues, queryRecentFigures } from '../../services/metrics/live/queues.ts';
import { queryLiveTargets } from '../../services/metrics/live/targets.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';

const NOW = Date.UTC(2026, 2, 2, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const among = (...values: string[]) => fc.constantFrom(...values);

const DIMENSIONS = {
  queue: among('', 'billing', 'sales'),
  team: among('red', 'blue'),
  agent: among('', 'a1', 'a2'),
  priority: among('normal', 'high'),
  customerTier: among('', 'gold'),
  policy: among('', 'p1'),
};

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
  ...DIMENSIONS,
});

/** Instants at which somebody looks; what ends and what is told is of before the first, or of a clock that is ahead. */
const LOOKS = [0, 1, 2, MINUTE, 10 * MINUTE, 29 * MINUTE, 30 * MINUTE, HOUR - 1, HOUR, HOUR + 1, 2 * HOUR];

const dimensions = fc.record(DIMENSIONS);

/** Begins or ends on the border of what somebody looks at, to the millisecond; or somewhere. */
const lately = (windowMs: number) =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom(...LOOKS), fc.constantFrom(0, windowMs), fc.integer({ min: -1, max: 1 }))
      .map(([look, back, ms]) => NOW + look - back + ms),
    fc.integer({ min: -2 * HOUR, max: HOUR }).map((ms) => NOW + ms),
  );

const stay = fc
  .record({
    ...{ of: dimensions, at: lately(HOUR / 2) },
    state: fc.constantFrom('answered', 'answered', 'abandoned', 'transferred', 'callback', 'ended'),
    label: among('', 'short'),
    valueMs: fc.oneof(fc.integer({ min: 19_999, max: 20_001 }), fc.nat(HOUR)),
    targetMs: fc.constantFrom(0, 20_000, HOUR),
  })
  .map(({ of, at, ...rest }) =>
    Object.assign(new Fact('queue_spell', at, 0, of, of.agent), { ...rest, endedAt: at + rest.valueMs }),
  );

const handling = fc
  .record({ of: dimensions, endedAt: lately(HOUR), valueMs: fc.nat(3 * HOUR), pausedMs: fc.nat(1_000) })
  .map(({ of, endedAt, valueMs, pausedMs }) =>
    Object.assign(new Fact('handle_spell', endedAt - valueMs - pausedMs, 0, of, of.agent), {
      ...{ endedAt, valueMs, state: 'done' },
    }),
  );

const openFact = liveFact.map(({ fact, at, ...of }) =>
  Object.assign(new Fact(fact, at, 0, of, of.agent), {
    ...of,
    state: fact === 'sla_target' ? 'active' : 'open',
  }),
);

/** Facts of a conversation: its number among them is that of each. */
const factsOfOne = fc
  .array(fc.oneof(openFact, stay, handling), { maxLength: 4, size: 'max' })
  .map((facts) => facts.map((fact, seq) => Object.assign(new Fact('tag', 0, 0, fact, ''), fact, { seq })));

/** The lives of some conversations: its facts after one more event, which may change what had ended. */
const lives = fc.array(
  fc.record({
    stream: fc.constantFrom('tickets' as const, 'chats' as const),
    channel: fc.constantFrom('voice' as const, 'chat' as const, 'email' as const),
    versions: fc.array(factsOfOne, { minLength: 1, maxLength: 4 }),
  }),
  { minLength: 8, maxLength: 25, size: 'max' },
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
  { minLength: 4, maxLength: 12 },
);

const FILTERS = {
  queue: fc.subarray(['billing', 'sales', 'nosuch']),
  channel: fc.subarray(['voice', 'chat']),
  team: fc.subarray(['red', 'nosuch']),
  agent: fc.subarray(['a1', '']),
  priority: fc.constant(['high']),
  customer_tier: fc.constant(['gold']),
  policy: fc.constant(['p1']),
};
/** None, one, or any: of several at once little is left. */
const filters: fc.Arbitrary<Filters> = fc.oneof(
  fc.constant({}),
  ...Object.entries(FILTERS).map(([name, values]) => fc.record({ [name]: values })),
  fc.record(FILTERS, { requiredKeys: [] }),
);

type Life = typeof lives extends fc.Arbitrary<(infer One)[]> ? One : never;

const headOf = ({ stream, channel }: Life, i: number) => ({
  ...{ stream, conversationId: `c${i}`, openedAt: NOW - 30 * HOUR, channel },
});

function deltasOf(of: readonly Life[]): LiveConversation[] {
  return of.flatMap((life, i) =>
    life.versions.map((facts, version) => ({
      ...headOf(life, i),
      version: version + 1,
      facts: openFactsOf(facts),
      lately: latelyOf(facts, NOW),
    })),
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

  /** Of each conversation, what it came to. */
  async function store(of: readonly Life[], states: readonly LiveAgentState[]): Promise<void> {
    const facts = of.flatMap((life, i) => {
      const { stream, conversationId, openedAt, channel } = headOf(life, i);
      return life.versions.at(-1)!.map((fact) => ({
        ...{ fact: fact.fact, at: fact.at, seq: fact.seq, version: 1, stream, opened_at: openedAt, channel },
        ...{ conversation_id: conversationId, ended_at: fact.endedAt ?? 0, state: fact.state },
        ...{ label: fact.label, value_ms: fact.valueMs, business_ms: fact.businessMs },
        ...{ target_ms: fact.targetMs, queue: fact.queue, team: fact.team, agent: fact.agent },
        ...{ priority: fact.priority, customer_tier: fact.customerTier, policy: fact.policy },
      }));
    });
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

  function boardFrom(mirror: Mirror, now: number, asked: Filters) {
    return boardOf({ ...lookAtQueues(mirror, now, asked), agents: lookAtAgentsOfQueues(mirror, now) }, now);
  }

  async function filledFrom(storage: ClickHouse): Promise<Mirror> {
    const mirror = createMirror();
    const { conversations } = await readStoredConversations(storage, NOW);
    for (const conversation of conversations) mirror.fill(conversation, NOW);
    return mirror;
  }

  it('shows what is stored, in whatever order, however often and in whatever batches it hears of it', async () => {
    const seen = { offered: 0, level: 0, wait: 0 };
    await fc.assert(
      fc.asyncProperty(
        lives,
        agentStates,
        filters,
        fc.subarray(LOOKS, { minLength: 3, maxLength: 4 }),
        fc.infiniteStream(fc.nat()),
        async (of, states, asked, looks, draws) => {
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
          await store(of, unique);
          const filled = await filledFrom(clickhouse);
          for (const one of [mirror, filled])
            for (const state of shuffled([...unique, ...unique], draws)) one.applyAgent(state, NOW);

          // Nothing happens any more, and time goes on.
          for (const now of looks.map((look) => NOW + look)) {
            const stored = await readStoredConversations(clickhouse, now);
            for (const filter of [{}, asked]) {
              const board = await queryLiveQueues(clickhouse, now, filter);
              seen.offered += board.reduce((sum, { offered }) => sum + offered, 0);
              seen.level += board.filter(({ serviceLevel }) => serviceLevel !== null).length;
              seen.wait += board.filter(({ estimatedWaitMs }) => estimatedWaitMs !== null).length;
              const figures = await queryRecentFigures(clickhouse, now, filter);
              for (const one of [mirror, filled]) {
                if ((draws.next().value as number) % 2 === 0) one.expire(now);
                expect(boardFrom(one, now, filter)).toEqual(board);
                const { recent, handled } = lookAtQueues(one, now, filter);
                expect({ recent: inOrder(recent), handled: inOrder(handled) }).toEqual({
                  ...{ recent: inOrder(figures.recent), handled: inOrder(figures.handled) },
                });
              }
            }
            for (const one of [mirror, filled]) expect((await compare(one, stored, now)).size).toBe(0);
          }
          for (const state of ['at_risk', 'breached'] as const) {
            for (const limit of [3, 100]) {
              const request = { now: NOW, state, filters: asked, limit };
              const found = lookAtTargets(mirror, request);
              // Of one conversation's like targets due at one time, either may come first.
              expect(found.map(keyOf)).toEqual((await queryLiveTargets(clickhouse, request)).map(keyOf));
            }
          }
          const last = NOW + looks.at(-1)!;
          expect(lookAtAgents(mirror, last, asked)).toEqual(
            await queryLiveAgents(clickhouse, last, pick(asked)),
          );
        },
      ),
      { numRuns: Number(process.env.MIRROR_CASES ?? 20) },
    );
    expect(Math.min(seen.offered, seen.level, seen.wait)).toBeGreaterThan(5);
  }, 180_000);

  it('is told from what is stored where they differ, and takes that over', async () => {
    const facts = fc.sample(liveFact, 4);
    const of = (id: string, version: number, live: LiveFact[], ended = NOTHING_LATELY): LiveConversation => ({
      ...{ stream: 'chats', conversationId: id, openedAt: NOW, channel: 'chat', version, facts: live },
      lately: ended,
    });
    const answered = Object.assign(fc.sample(stay, 1)[0]!, {
      ...{ at: NOW - MINUTE, state: 'answered' as const, valueMs: 5, targetMs: 10 },
    });
    const done = Object.assign(fc.sample(handling, 1)[0]!, { endedAt: NOW - MINUTE });
    const endedWrongly = {
      outcome: { stays: [{ ...answered, state: 'abandoned' as const }], handled: [] },
      time: { stays: [], handled: [{ ...done, valueMs: done.valueMs + 1 }] },
      whose: { stays: [{ ...answered, agent: 'another' }], handled: [] },
      twice: { stays: [answered, answered], handled: [] },
    };
    const endedRightly = {
      ...{ outcome: { stays: [answered], handled: [] }, time: { stays: [], handled: [done] } },
      ...{ whose: { stays: [answered], handled: [] }, twice: { stays: [answered], handled: [] } },
    };
    const mirror = createMirror();
    const same = of('same', 3, facts.slice(0, 2));
    const target: LiveFact = { ...facts[0]!, fact: 'sla_target', seq: 1, targetMs: HOUR, businessMs: 0 };
    const wrongly = { seq: 2, targetMs: HOUR + 1, businessMs: 1 };
    const numbers = Object.entries(wrongly).map(([name, value]) => ({ name, value }));
    for (const one of [same, of('extra', 1, [facts[2]!]), of('other', 2, [facts[0]!])])
      mirror.apply(one, NOW);
    for (const { name } of numbers) mirror.apply(of(name, 1, [target]), NOW);
    for (const [name, ended] of Object.entries(endedWrongly)) mirror.apply(of(name, 1, [], ended), NOW);
    const past = { stays: [{ ...answered, at: NOW - HOUR / 2 - 1 }], handled: [] };
    mirror.apply(of('past', 1, [], past), NOW);
    const stored = [
      same,
      of('other', 2, [{ ...facts[0]!, at: facts[0]!.at + 1 }]),
      of('missed', 1, [facts[3]!]),
      ...numbers.map(({ name, value }) => of(name, 1, [{ ...target, [name]: value }])),
      ...Object.entries(endedRightly).map(([name, ended]) => of(name, 1, [], ended)),
    ];
    const all = { conversations: stored, lostUntil: null };
    const found = await compare(mirror, all, NOW);
    expect([...found.keys()].map(conversationIdOf).sort()).toEqual(
      ['extra', 'missed', 'other', ...Object.keys(wrongly), ...Object.keys(endedWrongly)].sort(),
    );
    expect(
      lasting(new Map([...found].map(([key, one]) => [key, { ...one, version: one.version + 1 }])), found),
    ).toEqual([]);
    for (const key of lasting(found, found))
      mirror.correct(
        key,
        stored.find((one) => trackingKey(one.stream, one) === key),
        NOW,
      );
    expect((await compare(mirror, all, NOW)).size).toBe(0);
    expect(mirror.open).toBe(6);
    // Of what storage could not say nothing is compared.
    const less = { conversations: [], lostUntil: NOW };
    expect([...(await compare(mirror, less, NOW)).keys()].map(conversationIdOf)).not.toContain('time');
  });

  it('takes over under which id storage has what is forgotten, and what is gone, and calls only that a fault', async () => {
    const one = { stream: 'chats', channel: 'chat' } as const;
    const answered = (ms: number) =>
      Object.assign(fc.sample(stay, 1)[0]!, { at: NOW - MINUTE - ms, state: 'answered', queue: 'sales' });
    const [first, second, gone] = [1, 2, 3].map((ms): Life => ({ ...one, versions: [[answered(ms)]] }));
    const nothing: Life = { ...one, versions: [[]] };
    await store([first!, second!, gone!], []);
    const mirror = await filledFrom(clickhouse);
    // What was under c1 is under c3.
    await store([first!, nothing, nothing, second!], []);
    expect(boardFrom(mirror, NOW, {})[0]!.offered).toBe(3);
    const wrong = await findWrong({ clickhouse, now: () => NOW }, mirror, async () => {});
    expect(wrong.map(({ key, isRenamed }) => [conversationIdOf(key), isRenamed]).sort()).toEqual([
      ['c1', true],
      ['c2', false],
      ['c3', true],
    ]);
    mend(mirror, wrong, NOW);
    expect(boardFrom(mirror, NOW, {})).toEqual(await queryLiveQueues(clickhouse, NOW));
    expect(boardFrom(mirror, NOW, {})[0]!.offered).toBe(2);
  });

  it('lets go of what ended where it is too much, and has all of it again once that counts nowhere any more', async () => {
    const head = { stream: 'chats', openedAt: NOW, channel: 'chat', version: 1, facts: [] } as const;
    const answered = Object.assign(fc.sample(stay, 1)[0]!, { state: 'answered' as const });
    const done = fc.sample(handling, 1)[0]!;
    const mirror = createMirror(3);
    const end = (conversationId: string, at: number) => {
      const lately = { stays: [{ ...answered, at }], handled: [{ ...done, endedAt: at }] };
      mirror.apply({ ...head, conversationId, lately }, NOW);
    };
    end('a', NOW - MINUTE);
    expect([mirror.lately.isWhole(NOW), mirror.lately.rows.size]).toEqual([true, 2]);
    end('b', NOW - 2 * MINUTE);
    expect([mirror.lately.isWhole(NOW), mirror.lately.rows.size, mirror.ended]).toEqual([false, 0, 2]);
    end('c', NOW + MINUTE);
    const later = NOW + HOUR - MINUTE;
    expect([mirror.lately.isWhole(later), mirror.lately.isWhole(later + 1)]).toEqual([false, true]);
    expect(lookAtQueues(mirror, later + 1).handled).toMatchObject([{ aht: done.valueMs }]);
    mirror.forget(NOW + 1);
    expect(mirror.ended).toBe(1);
    mirror.expire(NOW + 3 * HOUR);
    mirror.forget(NOW + 3 * HOUR + 1);
    expect([mirror.lately.rows.size, mirror.ended]).toEqual([0, 0]);
  });

  it('is filled with nothing of what ended where storage has too much of it, and says until when', async () => {
    const answered = Object.assign(fc.sample(stay, 1)[0]!, { at: NOW - MINUTE, state: 'answered' });
    const done = Object.assign(fc.sample(handling, 1)[0]!, { endedAt: NOW - 2 * MINUTE, valueMs: 7 });
    done.at = done.endedAt - 7;
    answered.endedAt = NOW - 5;
    await store([{ stream: 'chats', channel: 'chat', versions: [[answered, done]] }], []);
    expect(await readStoredConversations(clickhouse, NOW, 1)).toEqual({
      conversations: [],
      lostUntil: NOW - 5,
    });
    expect(await readStoredConversations(clickhouse, NOW, 2)).toMatchObject({
      conversations: [
        { lately: { stays: [{ at: NOW - MINUTE }], handled: [{ endedAt: NOW - 2 * MINUTE }] } },
      ],
      lostUntil: null,
    });
  });

  it('keeps what is open of a conversation that it was told of wrongly to have ended', () => {
    const fact = fc.sample(liveFact, 1)[0]!;
    const of = (version: number, facts: LiveFact[]): LiveConversation => ({
      ...{ stream: 'chats', conversationId: 'one', openedAt: NOW, channel: 'chat', version, facts },
      lately: NOTHING_LATELY,
    });
    const mirror = createMirror();
    mirror.apply(of(3, []), NOW);
    mirror.correct(trackingKey('chats', of(3, [])), of(2, [fact]), NOW);
    mirror.forget(NOW + 1);
    expect([mirror.open, mirror.ended, mirror.versionOf(trackingKey('chats', of(3, [])))]).toEqual([1, 0, 3]);
  });

  it('forgets what ended, and counts what it holds', () => {
    const mirror = createMirror();
    const fact = fc.sample(liveFact, 1)[0]!;
    const of = (id: string, version: number, facts: LiveFact[]): LiveConversation => ({
      ...{ stream: 'chats', conversationId: id, openedAt: NOW, channel: 'chat', version, facts },
      lately: NOTHING_LATELY,
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

const inOrder = <Row extends { queue: string; channel: string }>(rows: readonly Row[]) =>
  [...rows].sort((a, b) => (`${a.queue} ${a.channel}` < `${b.queue} ${b.channel}` ? -1 : 1));

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
