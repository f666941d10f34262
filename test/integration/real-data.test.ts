import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ForOwnEvents, startForOwnEvents } from '../support/own-events.ts';
import { getJson, runLinewatch, waitUntil } from '../support/product.ts';
import { sharedData, truthOf } from '../support/shared-data.ts';
import { produceShuffled } from '../support/shuffled-import.ts';
import { toldAlerts } from '../support/told-alerts.ts';

interface BankTruth {
  rows: number;
  phantom_dropped: number;
  left_in_vru: number;
  offered: number;
  answered: number;
  abandoned: number;
  short_abandons_lt_5s: number;
  abandonment_rate_of_offered: number;
  asa_s: number;
  wait_answered_median_s: number;
  wait_answered_p90_nearest_rank_s: number;
  longest_wait_s: number;
  mean_handle_s: number;
  median_handle_s: number;
  service_level_20s: Record<string, number>;
  answered_abandoned_by_type: Record<string, [number, number]>;
  peak_queue_depth: number;
}
interface Span {
  n: number;
  mean: number;
  median: number;
  p90_nearest_rank: number;
  p95_nearest_rank: number;
  min: number;
  max: number;
}
interface HelpdeskTruth {
  cases: number;
  first_take_s: Span;
  first_resolve_s: Span;
  last_resolve_s: Span;
  closed_s: Span;
  cases_without_resolve: number;
  cases_reopened_after_resolve: number;
}
type Row = Record<string, number>;

const SETS = ['bank_calls_week/calls', 'italian_helpdesk/helpdesk'] as const;
const bank = truthOf<BankTruth>('bank_calls_week');
const helpdesk = truthOf<HelpdeskTruth>('italian_helpdesk');
const BANK_WEEK = 'from=1999-08-01&to=1999-08-08&tz=Asia/Jerusalem';
const HELPDESK_YEARS = 'from=2010-01-01&to=2015-01-01';

const mappingOf = (set: string) => `test/real-data/${set.split('/')[0]}.mapping.yaml`;
const eventsStored = async (product: ForOwnEvents) => {
  const { partitions } = await getJson<{ partitions: { lag: number; nextOffset: string }[] }>(
    product,
    '/api/v1/pipeline',
  );
  return partitions.reduce((sum, { nextOffset }) => sum + Number(nextOffset), 0);
};
const total = async (product: ForOwnEvents, query: string) =>
  (await getJson<{ rows: Row[] }>(product, `/api/v1/query?interval=total&${query}`)).rows[0]!;

async function importAll(product: ForOwnEvents): Promise<number> {
  let sent = 0;
  for (const set of SETS) {
    const { output, code } = await runLinewatch(
      ['import', sharedData(`${set}.csv`), '--mapping', mappingOf(set)],
      product.environment,
    );
    expect(code, output).toBe(0);
    sent += Number(/([\d,]+) events (were )?sent/.exec(output)![1]!.replaceAll(',', ''));
  }
  return sent;
}

function answersAreTrue(product: () => ForOwnEvents) {
  it('the bank week: calls offered, answered and abandoned', async () => {
    const row = await total(
      product(),
      `${BANK_WEEK}&metrics=offered,answered,abandoned,short_abandons,abandonment_rate`,
    );
    expect(row).toMatchObject({
      offered: bank.offered,
      answered: bank.answered,
      abandoned: bank.abandoned,
      short_abandons: bank.short_abandons_lt_5s,
    });
    expect(row.abandonment_rate).toBeCloseTo(bank.abandonment_rate_of_offered, 12);
  });

  it.each([
    ['standard', 'default_answered_in_T_over_answered_plus_abandoned_minus_short'],
    ['abandons_negative', 'abandons_negative_in_T_over_offered'],
    ['abandons_ignored', 'abandons_ignored'],
    ['abandons_positive', 'abandons_positive'],
    ['answered_only', 'answered_only'],
  ])('the bank week: service level, %s', async (variant, name) => {
    const row = await total(product(), `${BANK_WEEK}&metrics=service_level&variant=${variant}`);
    expect(Math.abs(row.service_level! - bank.service_level_20s[name]!)).toBeLessThan(1e-9);
  });

  it('the bank week: waits and handle times', async () => {
    const row = await total(
      product(),
      `${BANK_WEEK}&metrics=asa,wait_p50,wait_p90,longest_wait,aht,handle_p50&anchor=start`,
    );
    expect(Math.abs(row.asa! - bank.asa_s * 1000)).toBeLessThan(1);
    expect(Math.abs(row.aht! - bank.mean_handle_s * 1000)).toBeLessThan(1);
    expect(row).toMatchObject({
      wait_p50: bank.wait_answered_median_s * 1000,
      wait_p90: bank.wait_answered_p90_nearest_rank_s * 1000,
      longest_wait: bank.longest_wait_s * 1000,
      handle_p50: bank.median_handle_s * 1000,
    });
  });

  it('the bank week: answered and abandoned by queue', async () => {
    const { rows } = await getJson<{ rows: { queue: string; answered: number; abandoned: number }[] }>(
      product(),
      `/api/v1/query?interval=total&${BANK_WEEK}&metrics=answered,abandoned&group_by=queue`,
    );
    const byType = Object.fromEntries(rows.map((row) => [row.queue, [row.answered, row.abandoned]]));
    expect(byType).toEqual(bank.answered_abandoned_by_type);
  });

  it('the bank week: the peak queue depth and its first instant', async () => {
    const row = await total(product(), `${BANK_WEEK}&metrics=queue_depth_peak,queue_depth_peak_at`);
    expect(row.queue_depth_peak).toBe(bank.peak_queue_depth);
    // 11:01:23 in Jerusalem, where summer time was in force.
    expect(new Date(row.queue_depth_peak_at!).toISOString()).toBe('1999-08-01T08:01:23.000Z');
  });

  it.each([
    ['first_response', helpdesk.first_take_s],
    ['first_resolution', helpdesk.first_resolve_s],
    ['total_resolution', helpdesk.last_resolve_s],
    ['closure', helpdesk.closed_s],
  ])('the help desk: %s', async (id, truth) => {
    const ids = ['count', 'mean', 'p50', 'p90', 'p95', 'min', 'max'].map((suffix) => `${id}_${suffix}`);
    const row = await total(product(), `${HELPDESK_YEARS}&channel=web&metrics=${ids.join(',')}`);
    expect(Math.abs(row[`${id}_mean`]! - truth.mean * 1000)).toBeLessThan(1);
    expect(row).toMatchObject({
      [`${id}_count`]: truth.n,
      [`${id}_p50`]: truth.median * 1000,
      [`${id}_p90`]: truth.p90_nearest_rank * 1000,
      [`${id}_p95`]: truth.p95_nearest_rank * 1000,
      [`${id}_min`]: truth.min * 1000,
      [`${id}_max`]: truth.max * 1000,
    });
  });

  it('the help desk: every case is there once, and those that were solved and reopened', async () => {
    const row = await total(
      product(),
      `${HELPDESK_YEARS}&channel=web&metrics=created,first_resolution_count,reopened`,
    );
    expect(row).toMatchObject({
      created: helpdesk.cases,
      first_resolution_count: helpdesk.cases - helpdesk.cases_without_resolve,
      reopened: helpdesk.cases_reopened_after_resolve,
    });
  });

  it('the bank week: every call is there once, those that were never offered to a queue included', async () => {
    const row = await total(product(), `${BANK_WEEK}&channel=voice&metrics=created`);
    expect(row.created).toBe(bank.rows - bank.phantom_dropped);
    expect(row.created).toBe(bank.offered + bank.left_in_vru);
  });
}

describe('real events, imported through Kafka, answer with the independently computed figures', () => {
  let product: ForOwnEvents;
  let sent: number;
  beforeAll(async () => {
    product = await startForOwnEvents();
    sent = await importAll(product);
    await waitUntil(async () => (await eventsStored(product)) >= sent);
  });
  afterAll(() => product?.stop());

  describe('imported once', () => {
    answersAreTrue(() => product);

    it('records every target that was missed then, and tells nobody of it', async () => {
      await waitUntil(async () => {
        const { recorded, missed } = await toldAlerts(product.environment);
        return recorded === missed;
      }, 300_000);
      const alerts = await toldAlerts(product.environment);
      expect(alerts.missedIn1999).toBeGreaterThan(0);
      expect(alerts).toMatchObject({
        recorded: alerts.missed,
        recordedIn1999: alerts.missedIn1999,
        others: 0,
        told: 0,
      });
    });
  });

  describe('imported twice', () => {
    beforeAll(async () => {
      await importAll(product);
      await waitUntil(async () => (await eventsStored(product)) >= 2 * sent);
    });
    answersAreTrue(() => product);
  });
});

describe('the same events in shuffled order answer with the same figures', () => {
  let product: ForOwnEvents;
  beforeAll(async () => {
    product = await startForOwnEvents();
    let sent = 0;
    for (const set of SETS)
      sent += await produceShuffled(product.environment, sharedData(`${set}.csv`), mappingOf(set), 7);
    await waitUntil(async () => (await eventsStored(product)) >= sent);
  });
  afterAll(() => product?.stop());
  answersAreTrue(() => product);
});
