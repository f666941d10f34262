import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../services/alerting/alert.ts';
import { type EngineOptions, lead } from '../../services/alerting/engine.ts';
import { createAlertingMetrics } from '../../services/alerting/metrics.ts';
import { createAlertStore } from '../../services/alerting/store/store.ts';
import { createProgress } from '../../services/alerting/targets/progress.ts';
import type { AlertRule } from '../../services/center/config/alerting/rules.ts';
import { compileCalendar } from '../../services/domain/calendar/compile.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { createClickHouse } from '../../services/lib/clickhouse/client.ts';
import { migrate } from '../../services/lib/clickhouse/migrate.ts';
import { createLog } from '../../services/lib/log.ts';
import { type ClickHouseForTests, shareClickHouseForTests } from '../support/embedded-clickhouse.ts';
import { waitUntil } from '../support/product.ts';
import { storeEvent, storeFreshness, storeSpells, storeTargets, storeWatermark } from './facts.ts';
import { figureRuleOf, ruleOf } from './support.ts';

const HOUR = 3_600_000;
const T0 = Date.UTC(2026, 2, 5, 12);
const breach = ruleOf({ id: 'breach', kind: 'sla_breach' });
const warning = ruleOf({ id: 'warning', kind: 'sla_warning', left: '10s' });
const OPTIONS: EngineOptions = {
  rules: [
    ruleOf({ id: 'breach', kind: 'sla_breach' }),
    ruleOf({ id: 'warning', kind: 'sla_warning', left: '10s' }),
  ],
  calendarOf: () => null,
  calendarNamed: () => compileCalendar({ zone: 'UTC', weekly: '24x7' }),
  figuresMs: 5,
  maxAgeMs: HOUR,
  settleMs: 50,
  confirmWithinMs: 30_000,
  retryForMs: HOUR,
  surveyMs: 0,
  quietMs: 10_000,
  busyMs: 5,
  idleMs: 5,
};

/** Looks of targets and of figures take turns, more or less. */
const BOTH = 8;

let server: ClickHouseForTests;
let bare: ClickHouse;
let clickhouse: ClickHouse;
let now = T0;
let database = 0;
let looks = 0;
/** Where Kafka's partitions end. */
let ends = new Map<string, bigint>();
const engines: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  server = await shareClickHouseForTests();
  const open = (name: string) =>
    createClickHouse({ url: server.url, database: name, requestTimeoutMs: 15_000 });
  bare = open('default');
});

beforeEach(async () => {
  const name = `alerting_${process.pid}_${database++}`;
  await migrate(bare, name);
  await clickhouse?.close();
  clickhouse = createClickHouse({ url: server.url, database: name, requestTimeoutMs: 15_000 });
  now = T0;
  ends = new Map([['contact.tickets/0', 10n]]);
});

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
  await bare.command(`DROP DATABASE alerting_${process.pid}_${database - 1}`);
});

afterAll(async () => {
  await clickhouse.close();
  await bare.close();
  await server.stop();
});

/** An engine that leads until it is stopped, with what it told. */
function startLeading(rules: readonly AlertRule[] = [breach], options: Partial<EngineOptions> = {}) {
  const ended = new AbortController();
  const told: Alert[] = [];
  const counted: ClickHouse = {
    ...clickhouse,
    query(query, signal) {
      if (query.sql.includes('FROM freshness')) looks++;
      return clickhouse.query(query, signal);
    },
  };
  const running = lead(
    {
      clickhouse: counted,
      store: createAlertStore(clickhouse),
      notifier: {
        tell: (alerts) => void told.push(...alerts),
        takeOver: async ({ transitions }) => void told.push(...transitions),
      },
      progress: createProgress({ clickhouse: counted, ends: { read: async () => ends }, now: () => now }),
      metrics: createAlertingMetrics(new Registry()),
      log: createLog({ level: 'silent' }),
      now: () => now,
    },
    { ...OPTIONS, rules, ...options },
    ended.signal,
  );
  const engine = {
    told,
    kinds: () => told.map(({ rule, conversationId, state }) => `${rule} ${conversationId} ${state}`),
    async stop() {
      ended.abort();
      await running;
    },
  };
  engines.push(engine);
  return engine;
}

/** Waits until more looks have ended: whatever can be decided now has been. */
async function settled(more = 3): Promise<void> {
  const before = looks;
  await waitUntil(() => looks >= before + more, 60_000);
}

const due = (
  conversationId: string,
  dueAt: number,
  state: 'active' | 'met' | 'breached' = 'active',
  version = 1,
) => ({
  conversationId,
  dueAt,
  state,
  version,
});

describe('the engine', () => {
  it('tells of a breach once all events up to the due time are stored, and not before', async () => {
    await storeTargets(clickhouse, [due('late', T0), due('in-time', T0)]);
    await storeFreshness(clickhouse, T0 + 49);
    const engine = startLeading();
    now = T0 + 400;
    await settled();
    expect(engine.kinds()).toEqual([]);
    // The reply was in Kafka all the while.
    await storeTargets(clickhouse, [due('in-time', T0, 'met', 2)]);
    await storeFreshness(clickhouse, T0 + 50);
    await settled();
    await engine.stop();
    expect(engine.told).toMatchObject([
      { rule: 'breach', conversationId: 'late', beganAt: T0, unconfirmed: false },
    ]);
  });

  it('need not wait for ingest to say how fresh it is, once all that Kafka has is stored', async () => {
    await storeTargets(clickhouse, [due('a', T0)]);
    await storeFreshness(clickhouse, T0 - 900);
    await storeWatermark(clickhouse, 9);
    const engine = startLeading();
    await settled();
    now = T0 + 50;
    await settled();
    expect(engine.kinds()).toEqual([]);
    await storeWatermark(clickhouse, 10);
    await settled();
    await engine.stop();
    expect(engine.told).toMatchObject([{ conversationId: 'a', changedAt: T0 + 50, unconfirmed: false }]);
  });

  it('does not wait for ever for a pipeline that is behind', async () => {
    await storeTargets(clickhouse, [due('a', T0)]);
    await storeFreshness(clickhouse, T0 - 1_000);
    const engine = startLeading();
    now = T0 + 29_999;
    await settled();
    expect(engine.kinds()).toEqual([]);
    now = T0 + 30_000;
    await settled();
    await engine.stop();
    expect(engine.told).toMatchObject([{ conversationId: 'a', unconfirmed: true, late: true }]);
  });

  it('warns before, tells when it is due, and says when it is over', async () => {
    await storeTargets(clickhouse, [due('a', T0 + 10_000)]);
    await storeFreshness(clickhouse, T0 + HOUR);
    const engine = startLeading([breach, warning]);
    now = T0 + 50;
    await settled();
    now = T0 + 10_050;
    await settled();
    await storeTargets(clickhouse, [due('a', T0 + 10_000, 'breached', 2)]);
    await settled();
    await engine.stop();
    expect(engine.kinds()).toEqual([
      'warning a firing',
      'breach a firing',
      'warning a resolved',
      'breach a resolved',
    ]);
  });

  it('warns of a target that had less left when its clock began to run again from then on', async () => {
    const paused = { ...due('a', T0 + 5_000), budgetMs: HOUR, spentMs: HOUR - 5_000 };
    await storeTargets(clickhouse, [paused]);
    await storeFreshness(clickhouse, T0 + HOUR);
    const engine = startLeading([warning]);
    now = T0 + 50;
    await settled();
    await engine.stop();
    expect(engine.told).toMatchObject([{ rule: 'warning', beganAt: T0 }]);
  });

  it('goes on where another left off: nothing twice, and what was not told is', async () => {
    await storeTargets(clickhouse, [due('a', T0)]);
    await storeFreshness(clickhouse, T0 + HOUR);
    now = T0 + 100;
    const first = startLeading();
    await settled();
    await first.stop();
    // Due while nobody looks; and the first breach ends.
    await storeTargets(clickhouse, [due('b', T0 + 60_000), due('a', T0, 'met', 2)]);
    now = T0 + 120_000;
    const second = startLeading();
    await settled();
    await second.stop();
    // No channel noted that it was told of the first, so it is told again, under the same key.
    expect(second.told[0]).toMatchObject({ id: first.told[0]!.id, version: first.told[0]!.version });
    expect(second.kinds().slice(1).sort()).toEqual(['breach a resolved', 'breach b firing']);
    expect(second.told.find(({ conversationId }) => conversationId === 'b')).toMatchObject({ late: true });
    const stored = await clickhouse.query({
      sql: 'SELECT conversation_id, version, state FROM alerts FINAL ORDER BY conversation_id, version',
      params: {},
    });
    expect(stored).toEqual([
      { conversation_id: 'a', version: 1, state: 'firing' },
      { conversation_id: 'a', version: 2, state: 'resolved' },
      { conversation_id: 'b', version: 1, state: 'firing' },
    ]);
  });

  it('says nothing of what came due longer ago than the greatest age', async () => {
    await storeTargets(clickhouse, [due('old', T0 - HOUR), due('new', T0 - HOUR + 1)]);
    await storeFreshness(clickhouse, T0 + HOUR);
    const engine = startLeading();
    await settled();
    await engine.stop();
    expect(engine.kinds()).toEqual(['breach new firing']);
  });

  it('records what old data brings once it has all come, and tells nobody', async () => {
    await storeTargets(clickhouse, [
      due('missed', T0 - 9 * HOUR, 'breached'),
      due('running', T0 - 8 * HOUR),
      due('kept', T0 - 8 * HOUR, 'met'),
    ]);
    await storeEvent(clickhouse, { occurredAt: T0 - 10 * HOUR, ingestedAt: T0 });
    await storeFreshness(clickhouse, T0 + 10_049);
    const engine = startLeading();
    now = T0 + 10_049;
    await settled();
    expect(await recorded()).toEqual([]);
    // A pipeline that is behind is not at rest: what it has not stored yet may be of the past too.
    now = T0 + 20_000;
    await settled();
    expect(await recorded()).toEqual([]);
    await storeFreshness(clickhouse, T0 + 10_050);
    await settled();
    await engine.stop();
    expect(engine.kinds()).toEqual([]);
    expect(await recorded()).toEqual(['missed', 'running']);

    // The end of a conversation comes later still: what looked missed was met.
    await storeTargets(clickhouse, [due('running', T0 - 8 * HOUR, 'met', 2)]);
    await storeEvent(clickhouse, { occurredAt: T0 - 9 * HOUR, ingestedAt: T0 + 20_000 });
    await storeFreshness(clickhouse, T0 + HOUR);
    now = T0 + 30_050;
    const next = startLeading();
    await settled();
    await next.stop();
    expect(next.kinds()).toEqual([]);
    expect(await recorded()).toEqual(['missed']);
  });

  it('tells of a figure once it has been beyond its threshold for long enough, through a restart', async () => {
    const rule = figureRuleOf({
      id: 'waiting',
      kind: 'threshold',
      metric: 'waiting',
      by: 'queue',
      above: 1,
      for: '1m',
    });
    const open = (state: 'open' | 'answered') =>
      storeSpells(clickhouse, [
        { queue: 'billing', at: T0 - 2_000, state },
        { queue: 'billing', at: T0 - 1_000, state },
      ]);
    await open('open');
    await storeFreshness(clickhouse, T0 + HOUR);
    const first = startLeading([rule]);
    await settled(BOTH);
    await first.stop();
    expect(first.told).toEqual([]);
    now = T0 + 60_000;
    const second = startLeading([rule]);
    await settled(BOTH);
    expect(second.told).toMatchObject([{ state: 'firing', queue: 'billing', beganAt: T0, value: 2 }]);
    // A pipeline that stands still says nothing of who waits.
    await clickhouse.command('TRUNCATE TABLE facts');
    now = T0 + 2 * HOUR;
    await settled(BOTH);
    expect(second.told).toHaveLength(1);
    await storeFreshness(clickhouse, T0 + 3 * HOUR);
    await settled(BOTH);
    await second.stop();
    expect(second.told[1]).toMatchObject({ state: 'resolved', reason: 'recovered', value: 0 });
    const stored = await clickhouse.query<{ state: string }>({
      sql: 'SELECT state FROM alerts FINAL ORDER BY version',
      params: {},
    });
    expect(stored.map(({ state }) => state)).toEqual(['pending', 'firing', 'resolved']);
  });

  it('judges a figure by night only to end what fires, and a target always: its breach is history', async () => {
    const waiting = { id: 'waiting', kind: 'threshold' as const, metric: 'waiting', above: 0 };
    const rules = [
      { ...figureRuleOf(waiting), during: 'shift' },
      { ...breach, during: 'shift' },
    ];
    const shift = compileCalendar({ zone: 'UTC', weekly: { thu: ['12:01-12:02'] } });
    await storeSpells(clickhouse, [{ queue: 'billing', at: T0 - 1_000, state: 'open' }]);
    await storeTargets(clickhouse, [due('a', T0)]);
    await storeFreshness(clickhouse, T0 + HOUR);
    now = T0 + 50;
    const engine = startLeading(rules, { calendarNamed: () => shift });
    await settled(BOTH);
    expect(engine.told).toMatchObject([{ rule: 'breach', beganAt: T0 }]);
    now = T0 + 60_000;
    await settled(BOTH);
    expect(engine.told[1]).toMatchObject({ rule: 'waiting', state: 'firing', beganAt: now });
    await storeSpells(clickhouse, [{ queue: 'billing', at: T0 - 1_000, state: 'answered' }]);
    now = T0 + 5 * 60_000;
    await settled(BOTH);
    await engine.stop();
    expect(engine.told[2]).toMatchObject({ rule: 'waiting', state: 'resolved' });
  });
});

async function recorded(): Promise<string[]> {
  const rows = await clickhouse.query<{ conversation: string }>({
    sql: `SELECT conversation FROM (
  SELECT conversation_id AS conversation, state FROM alerts FINAL ORDER BY alert_id, version DESC LIMIT 1 BY alert_id
) WHERE state = 'recorded' ORDER BY conversation`,
    params: {},
  });
  return rows.map(({ conversation }) => conversation);
}
