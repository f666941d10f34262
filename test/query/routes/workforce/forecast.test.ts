import { parse } from 'csv-parse/sync';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type QueryAppForTests, startQueryApp } from '../../support/query-app.ts';

const BERLIN = 'Europe/Berlin';
/** A Tuesday, before noon: the clocks go forward on Sunday. */
const NOW = DateTime.fromISO('2026-03-24T11:10', { zone: BERLIN }).toMillis();
const CONFIGURATION = `
calendars:
  office:
    zone: ${BERLIN}
    weekly: { mon: [09:00-17:00], tue: [09:00-17:00], wed: [09:00-17:00], thu: [09:00-17:00], fri: [09:00-17:00] }
    holidays: { country: DE, region: BE }
defaultCalendar: office
queues: [{ id: billing }, { id: orders }]
workforce:
  events:
    - { name: Spring sale, from: 2026-03-31, change: 0.5, queue: billing }
`;
const DAYS = 140;

/**
 * Every half-hour from 9 to 17 o'clock of a working day: four calls for billing on Mondays, three on other days; one for
 * orders. Each is handled for six minutes. 8 March is closed in Berlin, and so a day of nothing.
 */
const FACTS = `INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted, began_at, ended_at, state,
  value_ms, queue, channel)
WITH toDateTime64({day:String}, 3, '${BERLIN}') AS first,
  addMinutes(addDays(first, intDiv(number, 16 * 5)), 9 * 60 + 30 * (intDiv(number, 5) % 16) + number % 5) AS moment
SELECT fact, if(fact = 'handle_spell', moment + toIntervalMinute(0), moment), concat(fact, toString(number)), 'chats', 0, 1, 0,
  moment, moment + toIntervalMinute(6), if(fact = 'handle_spell', 'done', 'answered'), 360000,
  if(number % 5 = 4, 'orders', 'billing'), 'voice'
FROM numbers({count:UInt64}) ARRAY JOIN ['queue_spell', 'handle_spell'] AS fact
WHERE toDayOfWeek(moment) <= 5 AND (number % 5 != 3 OR toDayOfWeek(moment) = 1)
  AND moment < fromUnixTimestamp64Milli({now:Int64})`;

let query: QueryAppForTests;

beforeAll(async () => {
  query = await startQueryApp(NOW, CONFIGURATION);
  const day = DateTime.fromMillis(NOW, { zone: BERLIN }).startOf('day').minus({ days: DAYS });
  await query.clickhouse.command(FACTS, { day: day.toISODate()!, count: (DAYS + 1) * 80, now: NOW });
});
afterAll(() => query?.stop());

interface Row {
  bucket: string;
  queue?: string;
  forecast: number | null;
  lower80: number;
  upper80: number;
  lower95: number;
  upper95: number;
  aht: number | null;
  actual: number | null;
  made: string | null;
  special: string | null;
}
interface Answer {
  meta: {
    tz: string;
    series: { queue: string | null; wape: number; notes: { kind: string; text: string }[] }[];
  };
  rows: Row[];
}

const path = (parameters: Record<string, string>) =>
  `/api/v1/workforce/forecast?${new URLSearchParams(parameters)}`;
const ask = async (parameters: Record<string, string>): Promise<Answer> =>
  JSON.parse(await query.get(path(parameters)));
const at = ({ rows }: Answer, time: string) => rows.find(({ bucket }) => bucket.startsWith(time))!;

describe('the forecast', () => {
  it('expects of a plain day what comes on plain days, and says what came of today', async () => {
    const answer = await ask({ queue: 'billing', from: 'now/d', to: 'now/d' });
    expect(answer.rows).toHaveLength(48);
    expect(answer.meta.tz).toBe(BERLIN);
    const nine = at(answer, '2026-03-24T09:00');
    expect(nine.forecast).toBeCloseTo(3, 1);
    expect(nine.actual).toBe(3);
    expect(nine.made).toBe('2026-03-24T00:00:00.000+01:00');
    expect(nine.lower95).toBeLessThanOrEqual(nine.lower80);
    expect(nine.upper80).toBeLessThanOrEqual(nine.upper95);
    expect(at(answer, '2026-03-24T10:30').actual).toBe(3);
    // Not over yet.
    expect(at(answer, '2026-03-24T11:00').actual).toBeNull();
    expect(at(answer, '2026-03-24T03:00').forecast).toBeCloseTo(0, 1);
  });

  it('is apart by queue', async () => {
    const answer = await ask({ group_by: 'queue', from: '2026-03-30', to: '2026-03-31' });
    expect(answer.rows).toHaveLength(96);
    const noon = answer.rows.filter(({ bucket }) => bucket.startsWith('2026-03-30T12:00'));
    expect(noon.map(({ queue }) => queue)).toEqual(['billing', 'orders']);
    expect(noon[0]!.forecast).toBeCloseTo(4, 1);
    expect(noon[1]!.forecast).toBeCloseTo(1, 1);
    expect(noon[0]!.aht).toBeCloseTo(360_000, 6);
  });

  it('has as many intervals as the day on which the clocks are set', async () => {
    const spring = await ask({ queue: 'billing', from: '2026-03-29', to: '2026-03-30' });
    expect(spring.rows).toHaveLength(46);
    expect(spring.rows.map(({ bucket }) => bucket.slice(11, 16))).not.toContain('02:00');
    const autumn = await ask({ from: '2026-10-25', to: '2026-10-26', interval: '15m' }).catch(String);
    expect(autumn).toContain('is more than 91 days ahead');
  });

  it('knows what is known ahead, and the days on which people are off', async () => {
    const answer = await ask({ queue: 'billing', from: '2026-03-31', to: '2026-04-07' });
    expect(at(answer, '2026-03-31T12:00').forecast).toBeCloseTo(4.5, 1);
    expect(at(answer, '2026-04-03T12:00')).toMatchObject({ special: 'Good Friday' });
    expect(at(answer, '2026-04-03T12:00').forecast).toBeLessThan(1);
    const part = await ask({ from: '2026-03-31', to: '2026-04-01' });
    expect(part.meta.series[0]!.notes.map(({ kind }) => kind)).toContain('event-in-part');
  });

  it('shows of past days what had been forecast before their week', async () => {
    const answer = await ask({ queue: 'orders', from: '2026-03-09', to: '2026-03-10' });
    const noon = at(answer, '2026-03-09T12:00');
    expect(noon.actual).toBe(1);
    expect(noon.forecast).toBeCloseTo(1, 1);
    expect(Date.parse(noon.made!)).toBeLessThanOrEqual(Date.parse('2026-03-09T00:00+01:00'));
    expect(answer.meta.series[0]!.wape).toBeLessThan(0.1);
  });

  it('is told in the zone that is asked for, though its days are those of the center', async () => {
    const answer = await ask({
      queue: 'billing',
      tz: 'Asia/Kolkata',
      from: '2026-03-25T13:30',
      to: '2026-03-25T14:30',
    });
    expect(answer.rows.map(({ bucket }) => bucket)).toEqual([
      '2026-03-25T13:30:00.000+05:30',
      '2026-03-25T14:00:00.000+05:30',
    ]);
    expect(answer.rows[0]!.forecast).toBeCloseTo(3, 1);
  });

  it('is a table too', async () => {
    const rows = parse(await query.get(path({ group_by: 'queue,channel', format: 'csv', to: 'now/d' })), {
      columns: true,
    }) as Record<string, string>[];
    expect(rows).toHaveLength(96);
    expect(rows[0]).toMatchObject({ queue: 'billing', channel: 'voice', special: '' });
  });

  it('says that nothing is known of a queue that nothing came to', async () => {
    const answer = await ask({ queue: 'nobody', to: 'now/d' });
    expect(answer.rows.every(({ forecast }) => forecast === null)).toBe(true);
    expect(answer.meta.series[0]).toMatchObject({ method: 'none', wape: null });
  });
});
