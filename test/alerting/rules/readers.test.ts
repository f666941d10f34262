import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Look } from '../../../services/alerting/rules/reading.ts';
import { createSilenceReader } from '../../../services/alerting/rules/silence.ts';
import { createSurgeReader } from '../../../services/alerting/rules/surge.ts';
import { lookAtThreshold } from '../../../services/alerting/rules/threshold.ts';
import { compileCalendar } from '../../../services/domain/calendar/compile.ts';
import { type ClickHouse, createClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { migrate } from '../../../services/lib/clickhouse/migrate.ts';
import { type ClickHouseForTests, shareClickHouseForTests } from '../../support/embedded-clickhouse.ts';
import { storeEvent, storeSpells } from '../facts.ts';
import { figureRuleOf } from '../support.ts';

const MINUTE = 60_000;
const WEEK = 7 * 86_400_000;
/** A Thursday. */
const T0 = Date.UTC(2026, 2, 5, 12);
const database = `readers_${process.pid}`;
let server: ClickHouseForTests;
let bare: ClickHouse;
let clickhouse: ClickHouse;

beforeAll(async () => {
  server = await shareClickHouseForTests();
  bare = createClickHouse({ url: server.url, database: 'default', requestTimeoutMs: 60_000 });
  clickhouse = createClickHouse({ url: server.url, database, requestTimeoutMs: 60_000 });
  await migrate(bare, database);
});

beforeEach(async () => {
  for (const table of ['facts', 'events']) await clickhouse.command(`TRUNCATE TABLE ${table}`);
});

afterAll(async () => {
  await bare.command(`DROP DATABASE ${database}`);
  await Promise.all([clickhouse.close(), bare.close()]);
  await server.stop();
});

/** What a look gave, by what is not empty of its groups. */
const seen = ({ readings }: Look) =>
  Object.fromEntries(
    readings.map(({ group, value, verdict }) => [
      Object.values(group)
        .filter((name) => name !== '')
        .join(' '),
      [value, verdict],
    ]),
  );

describe('a threshold', () => {
  it('is on a metric over a time, for each group', async () => {
    await storeSpells(clickhouse, [
      { queue: 'billing', at: T0 - 5 * MINUTE, state: 'answered', waitedMs: 10_000 },
      { queue: 'billing', at: T0 - 4 * MINUTE, state: 'answered', waitedMs: 90_000 },
      { queue: 'vip', at: T0 - 3 * MINUTE, state: 'answered', waitedMs: 10_000 },
      // Before and after the time that is looked at.
      { queue: 'vip', at: T0 - 31 * MINUTE, state: 'answered', waitedMs: 90_000 },
      { queue: 'vip', at: T0, state: 'answered', waitedMs: 90_000 },
    ]);
    const rule = figureRuleOf({
      id: 'level',
      kind: 'threshold',
      metric: 'service_level',
      by: 'queue',
      below: 0.8,
      over: '30m',
    });
    const look = await lookAtThreshold(clickhouse, rule, T0);
    expect(seen(look)).toEqual({ billing: [0.5, 'met'], vip: [1, 'over'] });
    // Nobody called: that is neither a good service level nor a bad one.
    expect(look.absent).toEqual({ value: null, threshold: 0.8, verdict: 'unknown' });
  });

  it('is on a figure of now, where no time is given', async () => {
    await storeSpells(clickhouse, [
      { queue: 'billing', at: T0 - 6 * MINUTE, state: 'open' },
      { queue: 'billing', at: T0 - 2 * MINUTE, state: 'open' },
      { queue: 'vip', at: T0 - 3 * MINUTE, state: 'open' },
    ]);
    const longest = figureRuleOf({
      id: 'longest',
      kind: 'threshold',
      metric: 'longest_wait',
      by: 'queue',
      above: '5m',
    });
    expect(seen(await lookAtThreshold(clickhouse, longest, T0))).toEqual({
      billing: [6 * MINUTE, 'met'],
      vip: [3 * MINUTE, 'over'],
    });
    const waiting = figureRuleOf({ id: 'waiting', kind: 'threshold', metric: 'waiting', above: 2 });
    const look = await lookAtThreshold(clickhouse, waiting, T0);
    expect(seen(look)).toEqual({ '': [3, 'met'] });
    expect(look.absent).toEqual({ value: 0, threshold: 2, verdict: 'over' });
    const elsewhere = { ...waiting, when: { ...waiting.when, queue: ['vip'] } };
    expect(seen(await lookAtThreshold(clickhouse, elsewhere, T0))).toEqual({ '': [1, 'over'] });
  });
});

describe('a surge', () => {
  const rule = figureRuleOf({
    id: 'rush',
    kind: 'surge',
    over: '15m',
    weeks: 4,
    by: 'queue',
    times: 2,
    deviations: 3,
    atLeast: 10,
  });
  const arrivals = (queue: string, count: number, end: number) =>
    Array.from({ length: count }, (_, i) => ({ queue, at: end - 1 - i * 1_000, state: 'answered' as const }));

  it('is far more than the same hour and weekday brought in past weeks', async () => {
    const weeks = [1, 2, 3, 4].flatMap((week) => arrivals('billing', 20, T0 - week * WEEK));
    await storeSpells(clickhouse, [...weeks, ...arrivals('billing', 41, T0), ...arrivals('new', 9, T0)]);
    // The evening before had many: another hour, which does not count.
    await storeSpells(clickhouse, arrivals('billing', 200, T0 - 16 * 60 * MINUTE));
    const look = await createSurgeReader(clickhouse).look(rule, T0);
    expect(seen(look)).toEqual({ billing: [41, 'met'], new: [9, 'kept'] });
    expect(look.readings.find(({ group }) => group.queue === 'billing')!.threshold).toBe(40);
  });

  it('is not known before there are weeks to compare with', async () => {
    await storeSpells(clickhouse, [
      ...arrivals('billing', 20, T0 - WEEK),
      ...arrivals('billing', 20, T0 - 2 * WEEK),
      ...arrivals('billing', 400, T0),
    ]);
    const look = await createSurgeReader(clickhouse).look(rule, T0);
    expect(seen(look)).toEqual({ billing: [400, 'unknown'] });
    expect(look.absent.verdict).toBe('unknown');
  });
});

describe('silence', () => {
  const office = compileCalendar({ zone: 'UTC', weekly: { thu: ['09:00-18:00'] } });
  const readerOf = () => createSilenceReader(clickhouse, () => office);
  const heard = (source: string, at: number, occurredAt = at) =>
    storeEvent(clickhouse, { occurredAt, ingestedAt: at, source });

  it('is a source that was heard of and is not any more', async () => {
    await heard('zendesk', T0 - 16 * MINUTE);
    await heard('pbx', T0 - MINUTE);
    const rule = figureRuleOf({ id: 'quiet', kind: 'no_data', quietFor: '15m' });
    const reader = readerOf();
    expect(seen(await reader.look(rule, T0))).toEqual({
      zendesk: [16 * MINUTE, 'met'],
      pbx: [MINUTE, 'over'],
    });
    await heard('zendesk', T0 + MINUTE);
    expect(seen(await reader.look(rule, T0 + 2 * MINUTE))).toEqual({
      zendesk: [MINUTE, 'over'],
      pbx: [3 * MINUTE, 'over'],
    });
  });

  it('is also a source that is named and was never heard of', async () => {
    const rule = figureRuleOf({ id: 'quiet', kind: 'no_data', of: 'zendesk', quietFor: '15m' });
    expect(seen(await readerOf().look(rule, T0))).toEqual({ zendesk: [WEEK, 'met'] });
  });

  it('is counted in the hours of a calendar', async () => {
    await heard('pbx', T0 - 20 * 60 * MINUTE);
    const rule = { ...figureRuleOf({ id: 'quiet', kind: 'no_data', quietFor: '4h' }), during: 'office' };
    // 3 hours since nine; the night does not count.
    expect(seen(await readerOf().look(rule, T0))).toEqual({ pbx: [3 * 60 * MINUTE, 'over'] });
  });

  it('is not broken by events of the past, such as an import', async () => {
    await heard('bank', T0 - MINUTE, T0 - 9 * WEEK);
    const rule = figureRuleOf({ id: 'quiet', kind: 'no_data', quietFor: '15m' });
    expect(seen(await readerOf().look(rule, T0))).toEqual({});
  });
});
