import { DateTime } from 'luxon';
import { afterEach, describe, expect, it } from 'vitest';
import { type QueryAppForTests, startQueryApp } from '../../support/query-app.ts';

/** No special day of the two countries lies in so many days before. */
const DAYS = 35;

/** Four calls in each half-hour from 9 to 17 o'clock of Monday to Friday, for five weeks, on the clock of a zone. */
const FACTS = (
  zone: string,
) => `INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted, began_at,
  ended_at, state, value_ms, queue, channel)
WITH toDateTime64({day:String}, 3, '${zone}') AS first,
  addMinutes(addDays(first, intDiv(number, 64)), 9 * 60 + 30 * (intDiv(number, 4) % 16) + number % 4) AS moment
SELECT 'queue_spell', moment, toString(number), 'chats', 0, 1, 0, moment, moment, 'answered', 1000, 'calls', 'voice'
FROM numbers({count:UInt64}) WHERE toDayOfWeek(moment) <= 5`;

interface Row {
  bucket: string;
  forecast: number;
  special: string | null;
}

describe('the forecast of a day that is not like others', () => {
  let query: QueryAppForTests | undefined;
  afterEach(async () => {
    await query?.stop();
    query = undefined;
  });

  async function rowsOf(zone: string, today: string, date: string, holidays: string): Promise<Row[]> {
    const now = DateTime.fromISO(`${today}T08:00`, { zone });
    const hours = ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => `${day}: [09:00-17:00]`).join(', ');
    query = await startQueryApp(
      now.toMillis(),
      `calendars: { office: { zone: ${zone}, weekly: { ${hours} }, holidays: ${holidays} } }\ndefaultCalendar: office`,
    );
    const day = now.startOf('day').minus({ days: DAYS }).toISODate()!;
    await query.clickhouse.command(FACTS(zone), { day, count: DAYS * 64 });
    const next = DateTime.fromISO(date).plus({ days: 1 }).toISODate()!;
    return JSON.parse(await query.get(`/api/v1/workforce/forecast?from=${date}&to=${next}`)).rows;
  }
  const clocks = (rows: readonly Row[]) => rows.map(({ bucket }) => bucket.slice(11, 16));
  const busy = (rows: readonly Row[]) =>
    clocks(rows.filter(({ forecast }) => forecast > 2)).filter((clock, i, all) => all.indexOf(clock) === i);
  const OFFICE = Array.from({ length: 16 }, (_, i) =>
    DateTime.fromObject({ hour: 9 })
      .plus({ minutes: 30 * i })
      .toFormat('HH:mm'),
  );

  it('has 50 half-hours where the clocks are set back, and is as quiet as other Sundays', async () => {
    const rows = await rowsOf('Europe/Berlin', '2026-10-20', '2026-10-25', '{ country: DE }');
    expect(rows).toHaveLength(50);
    expect(clocks(rows).slice(3, 9)).toEqual(['01:30', '02:00', '02:30', '02:00', '02:30', '03:00']);
    expect(Math.max(...rows.map(({ forecast }) => forecast))).toBeCloseTo(0, 1);
  });

  it('is at work at the same times on the clock after they were set back', async () => {
    const rows = await rowsOf('Europe/Berlin', '2026-10-20', '2026-10-26', '{ country: DE }');
    expect(busy(rows)).toEqual(OFFICE);
    for (const { forecast } of rows.filter(({ bucket }) => OFFICE.includes(bucket.slice(11, 16))))
      expect(forecast).toBeCloseTo(4, 1);
  });

  it('of a Saturday that China works for a day off is that of a working day', async () => {
    const rows = await rowsOf('Asia/Shanghai', '2026-02-09', '2026-02-14', '{ country: CN }');
    expect(rows[0]!.special).not.toBeNull();
    expect(busy(rows)).toEqual(OFFICE);
    for (const { forecast } of rows.filter(({ bucket }) => OFFICE.includes(bucket.slice(11, 16))))
      expect(forecast).toBeCloseTo(4, 1);
  });

  it('of a weekday that China closes is that of a Sunday', async () => {
    const rows = await rowsOf('Asia/Shanghai', '2026-02-09', '2026-02-20', '{ country: CN }');
    expect(Math.max(...rows.map(({ forecast }) => forecast))).toBeLessThan(0.5);
  });
});
