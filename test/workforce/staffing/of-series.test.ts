import { expect, test } from 'vitest';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { impatientAgentsFor } from '../../../services/domain/erlang/staffing.ts';
import type { ClickHouse, Query } from '../../../services/lib/clickhouse/client.ts';
import { createSeriesStaffing } from '../../../services/workforce/staffing/of-series.ts';
import { createPatienceReader } from '../../../services/workforce/staffing/patience.ts';

const center = parseContactCenter(
  `
calendars: { office: { zone: UTC, weekly: { mon: [09:00-17:00] } } }
queues: [{ id: billing, calendar: office }, { id: orders }]
workforce: { staffing: [{ queue: orders, patience: 5m, aht: 4m }] }
`,
  'test.yaml',
);

/** Of billing's callers 30 gave up after a minute, 70 were answered after half of one. */
function fakeClickHouse(asked: Query[]): ClickHouse {
  const waits = { seconds: [30, 60], abandoned: [0, 30], censored: [70, 0], totalMs: 3_900_000 };
  return {
    query: async <Row>(query: Query) => {
      asked.push(query);
      return [{ queue: 'billing', channel: 'voice', ...waits }] as Row[];
    },
    command: async () => {},
    insert: async () => {},
    ping: async () => true,
    close: async () => {},
  };
}

test('a queue and channel has its terms, its patience as measured, and its hours', async () => {
  const asked: Query[] = [];
  const now = Date.UTC(2026, 2, 24);
  const patiences = createPatienceReader(fakeClickHouse(asked), () => now);
  const staffing = createSeriesStaffing({ patiences, center: () => center });
  const of = await staffing.read({ queue: ['billing', 'orders'] }, now);
  expect(asked).toHaveLength(1);
  expect(asked[0]!.params).toMatchObject({
    filter_queue: ['billing', 'orders'],
    from: now - 28 * 86_400_000,
    to: now,
  });

  // It is of weeks: who asks again soon gets the same.
  await staffing.read({ queue: ['billing', 'orders'] }, now);
  expect(asked).toHaveLength(1);
  await staffing.read({ queue: ['billing'] }, now);
  expect(asked).toHaveLength(2);

  const billing = of({ queue: 'billing', channel: 'voice' })!;
  expect(billing.terms.patienceMs).toBe(130_000);
  expect(billing.ahtMs).toBeNull();
  const monday = Date.UTC(2026, 2, 23);
  expect(billing.isOpen(monday + 8 * 3_600_000, monday + 9 * 3_600_000)).toBe(false);
  expect(billing.isOpen(monday + 8.5 * 3_600_000, monday + 9.5 * 3_600_000)).toBe(true);

  const orders = of({ queue: 'orders', channel: 'voice' })!;
  expect(orders).toMatchObject({ ahtMs: 240_000, terms: { patienceMs: 300_000 } });
  const load = { calls: 100, intervalMs: 1_800_000, ahtMs: 180_000 };
  const goal = { serviceLevel: 0.8, thresholdMs: 20_000, maxOccupancy: 0.85, maxAbandonment: 1 };
  expect(orders.required(load)).toBe(impatientAgentsFor(load, goal, 300_000).agents);
  expect(of({ queue: 'billing', channel: 'chat' })!.terms.patienceMs).toBeNull();
  expect(of({ queue: 'billing', channel: 'email' })).toBeNull();
});
