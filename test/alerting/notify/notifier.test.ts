import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Alert } from '../../../services/alerting/alert.ts';
import { type Channel, PLAIN } from '../../../services/alerting/channels/channel.ts';
import { createAlertingMetrics } from '../../../services/alerting/metrics.ts';
import { createNotifying } from '../../../services/alerting/notify/create.ts';
import type { Notifier } from '../../../services/alerting/notify/notifier.ts';
import { createAlertStore } from '../../../services/alerting/store/store.ts';
import { compileCalendar } from '../../../services/domain/calendar/compile.ts';
import { type ClickHouse, createClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { migrate } from '../../../services/lib/clickhouse/migrate.ts';
import { LinewatchError } from '../../../services/lib/errors.ts';
import { createLog } from '../../../services/lib/log.ts';
import { acknowledge } from '../../../services/query/queries/alerts.ts';
import { saveSilence } from '../../../services/query/queries/silences.ts';
import { type ClickHouseForTests, shareClickHouseForTests } from '../../support/embedded-clickhouse.ts';
import { waitUntil } from '../../support/product.ts';
import { alertingOf } from '../support.ts';
import { firing, MINUTE, resolved, SECOND, T0, textOf } from './dispatching.ts';

/** It closes three quarters of an hour after `T0`, a Thursday, and opens on Friday. */
const DAY = { zone: 'UTC', weekly: { thu: ['08:00-12:45'], fri: ['08:00-18:00'] } };
const alerting = alertingOf(
  {
    channels: [
      { id: 'a', kind: 'kafka' },
      { id: 'b', kind: 'kafka' },
      { id: 'c', kind: 'kafka' },
    ],
    routes: [
      { match: { queue: 'billing' }, channels: ['a'], escalateAfter: '10m' },
      {
        match: { queue: 'vip' },
        channels: ['b'],
        groupBy: ['queue'],
        groupWait: '30s',
        repeatInterval: '1h',
      },
      { match: { queue: 'desk' }, channels: ['b'], during: 'day' },
      { channels: ['c'] },
    ],
  },
  { day: DAY },
);
let server: ClickHouseForTests;
let clickhouse: ClickHouse;
let now = T0;
/** What the receivers have taken, with the key. */
const taken: string[] = [];
/** Channels that do not answer. */
const dead = new Set<string>();
const leaders: { stop(): Promise<void> }[] = [];
const database = `notifier_${process.pid}`;

beforeAll(async () => {
  server = await shareClickHouseForTests();
  const open = (name: string) =>
    createClickHouse({ url: server.url, database: name, requestTimeoutMs: 60_000 });
  const bare = open('default');
  await migrate(bare, database);
  await bare.close();
  clickhouse = open(database);
});

afterAll(async () => {
  for (const leader of leaders) await leader.stop();
  await clickhouse.command(`DROP DATABASE ${database}`);
  await clickhouse.close();
  await server.stop();
});

const channelOf = (id: string): Channel => ({
  ...PLAIN,
  id,
  maxBatch: 1,
  async send([notification]) {
    taken.push(`${textOf(notification!)} ${notification!.key}`);
    // The receiver has it, and nobody hears of that.
    if (dead.has(id)) throw new LinewatchError('OUTGOING_TIMEOUT', 'no answer', { retriable: true });
  },
});

/** A process that leads, from what is stored. */
async function lead(): Promise<Notifier & { stop(): Promise<void>; save(alert: Alert): Promise<void> }> {
  const ended = new AbortController();
  const store = createAlertStore(clickhouse);
  const notifier = createNotifying(alerting, {
    clickhouse,
    store,
    channels: ['a', 'b', 'c'].map(channelOf),
    calendarNamed: (name) => compileCalendar({ day: DAY }[name]!),
    metrics: createAlertingMetrics(new Registry()),
    log: createLog({ level: 'silent' }),
    now: () => now,
  });
  const running = notifier.run(ended.signal);
  const open = (await store.load(0)).filter(({ state }) => state === 'firing');
  const since = now - 60 * MINUTE;
  const transitions = await store.transitionsSince(since);
  await notifier.takeOver({ open, transitions, since }, ended.signal);
  const leader = {
    ...notifier,
    async save(alert: Alert) {
      await store.save([alert]);
      notifier.tell([alert]);
    },
    async stop() {
      ended.abort();
      await running;
    },
  };
  leaders.push(leader);
  return leader;
}

const finished = async (outcome: string) => {
  const rows = await clickhouse.query<{ count: number }>({
    sql: 'SELECT count()::UInt32 AS count FROM alert_notifications FINAL WHERE outcome = {outcome:String}',
    params: { outcome },
  });
  return rows[0]!.count;
};

it('whoever takes over sends the same under the same key, and goes on where groups and steps were', async () => {
  const vip = (id: string, at: number) => firing(id, at, { queue: 'vip' });
  const first = await lead();
  await first.save(vip('g1', T0));
  await first.save(vip('g2', T0));
  dead.add('b');
  now = T0 + 30 * SECOND;
  first.tell([]);
  await waitUntil(() => taken.length === 1);
  await first.stop();
  const [group] = taken.splice(0);
  expect(group).toMatch(/^b changed g1\* g2\* [0-9a-f]{32}$/);
  expect(await finished('')).toBe(1);

  // The group has grown since; what was on its way goes out as it was, and what is new waits for its turn.
  dead.clear();
  now = T0 + MINUTE;
  await createAlertStore(clickhouse).save([vip('g3', now)]);
  const second = await lead();
  await waitUntil(async () => (await finished('delivered')) === 1);
  expect(taken.splice(0)).toEqual([group]);
  now = T0 + 30 * SECOND + 5 * MINUTE;
  second.tell([]);
  await waitUntil(() => taken.length === 1);
  expect(taken.splice(0)[0]).toMatch(/^b changed g3\*/);

  // An escalation that was told, and an acknowledgement in time.
  const x = firing('x', now);
  const y = firing('y', now);
  await second.save(x);
  await second.save(y);
  await waitUntil(() => taken.length === 2);
  expect(taken.splice(0)).toEqual(['a changed x* x-1', 'a changed y* y-1']);
  await acknowledge(clickhouse, { id: 'y', at: now, by: 'Kim', note: '' });
  await second.stop();
  now += 10 * MINUTE;
  const third = await lead();
  await waitUntil(() => taken.length === 1);
  expect(taken.splice(0)).toEqual(['c escalated x* x-1-escalated-3']);
  await waitUntil(async () => (await finished('')) === 0);
  await third.stop();
  const fourth = await lead();
  await fourth.save(resolved(x, now));
  await waitUntil(() => taken.length === 2);
  expect(taken.splice(0).sort()).toEqual(['a changed x- x-2', 'c changed x- x-2-escalated-3']);
});

it('what is silenced is told when the silence ends', async () => {
  const leader = await lead();
  await saveSilence(
    clickhouse,
    {
      id: 's',
      matchers: { queue: ['other'] },
      startsAt: now,
      endsAt: now + MINUTE,
      by: 'Kim',
      comment: '',
    },
    now,
  );
  await leader.stop();
  const next = await lead();
  await next.save(firing('quiet', now, { queue: 'other' }));
  await next.save(firing('loud', now, { queue: 'third' }));
  await waitUntil(() => taken.length === 1);
  expect(taken.splice(0)).toEqual(['c changed loud* loud-1']);
  now += MINUTE;
  await waitUntil(() => taken.length === 1);
  expect(taken.splice(0)).toEqual(['c changed quiet* quiet-1']);
});

it('what the hours hold back is told once when they open, whoever leads by then, and what is over at once', async () => {
  const desk = (id: string) => firing(id, now, { queue: 'desk' });
  /** Another leads from then on. Resolves once all is told that it has to tell. */
  const handOver = async (leader: { stop(): Promise<void> }, time: string) => {
    await leader.stop();
    now = Date.parse(time);
    const next = await lead();
    await next.save(firing(`mark-${time}`, now, { queue: 'third' }));
    await waitUntil(() => taken.some((text) => text.includes(`mark-${time}*`)));
    return next;
  };
  // Alerts of the tests before fire still.
  const told = () => taken.splice(0).filter((text) => /evening|night|short/.test(text));
  const isTold = (text: string) => waitUntil(() => taken.some((each) => each.startsWith(text)));

  now = Date.parse('2026-03-05T12:40:00Z');
  const first = await lead();
  const evening = desk('evening');
  await first.save(evening);
  await isTold('b changed evening*');
  now = Date.parse('2026-03-05T12:50:00Z');
  await first.save(desk('night'));
  const short = desk('short');
  await first.save(short);
  // That it is held back is written down, before anybody could take it for told.
  const outcomeOf = async (id: string) => {
    const rows = await clickhouse.query<{ outcome: string }>({
      sql: 'SELECT outcome FROM alert_notifications FINAL WHERE notification_id = {id:String}',
      params: { id },
    });
    return rows.map(({ outcome }) => outcome).join();
  };
  await waitUntil(async () => (await outcomeOf('short-1-held-b')) === 'held');
  const second = await handOver(first, '2026-03-06T02:00:00Z');
  expect(told()).toEqual(['b changed evening* evening-1']);

  // Long after what was not told would have been given up, were it not held back.
  await second.save(resolved(evening, now));
  await second.save(resolved(short, now));
  await isTold('b changed evening-');
  const third = await handOver(second, '2026-03-06T07:59:59Z');
  expect(told()).toEqual(['b changed evening- evening-2']);
  dead.add('b');
  now = Date.parse('2026-03-06T08:00:00Z');
  third.tell([]);
  await isTold('b changed night*');
  await third.stop();
  dead.clear();
  const fourth = await handOver(third, '2026-03-06T08:10:00Z');
  await waitUntil(async () => (await outcomeOf('night-1')) === 'delivered');
  // Nobody knew whether it had arrived: it is told again under the same key, and then no more.
  expect(new Set(told())).toEqual(new Set(['b changed night* night-1']));
  const fifth = await handOver(fourth, '2026-03-06T10:00:00Z');
  await fifth.stop();
  expect(told()).toEqual([]);
});
