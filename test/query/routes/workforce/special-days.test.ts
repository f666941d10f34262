import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type QueryAppForTests, startQueryApp } from '../../support/query-app.ts';

const BERLIN = 'Europe/Berlin';
const NOW = DateTime.fromISO('2026-03-24T11:10', { zone: BERLIN }).toMillis();
const CONFIGURATION = `
calendars:
  office:
    zone: ${BERLIN}
    weekly: { mon: [09:00-17:00] }
    special: { 2026-03-29: [], 2026-04-03: [] }
  round-the-clock: { zone: ${BERLIN}, weekly: 24x7 }
defaultCalendar: office
queues: [{ id: billing }, { id: orders, calendar: round-the-clock }]
workforce:
  events:
    - { name: Spring sale, from: 2026-03-31, to: 2026-04-02, change: 0.4, queue: billing }
    - { name: Maintenance, from: 2026-03-25, change: -0.25, channel: chat }
`;

let query: QueryAppForTests;
beforeAll(async () => {
  query = await startQueryApp(NOW, CONFIGURATION);
});
afterAll(() => query?.stop());

interface Answer {
  days: { time: string; timeEnd: string; title: string; text: string; tags: string }[];
}
const path = '/api/v1/workforce/special-days';
const daysOf = async (parameters: string): Promise<Answer['days']> =>
  (JSON.parse(await query.get(`${path}?${parameters}`)) as Answer).days;

describe('special days', () => {
  it('are spans from midnight to midnight, and events beside them, in order', async () => {
    const days = await daysOf('from=now/d&to=now%2B14d');
    expect(days.map(({ title, text, tags }) => [title, text, tags])).toEqual([
      ['Maintenance', '-25 %', 'event'],
      ['Closed day', 'closed', 'closed'],
      ['Spring sale', '+40 %', 'event'],
      ['Closed day', 'closed', 'closed'],
    ]);
    expect(days[1], 'the day on which the clocks are set has 23 hours').toMatchObject({
      time: '2026-03-29T00:00:00.000+01:00',
      timeEnd: '2026-03-30T00:00:00.000+02:00',
    });
    expect(days[2]).toMatchObject({
      time: '2026-03-31T00:00:00.000+02:00',
      timeEnd: '2026-04-03T00:00:00.000+02:00',
    });
  });

  it('are those of the queues that are asked for', async () => {
    const titles = async (filter: string) =>
      (await daysOf(`from=now/d&to=now%2B14d&${filter}`)).map(({ title }) => title);
    expect(await titles('queue=orders'), 'open round the clock').toEqual(['Maintenance']);
    expect(await titles('channel=voice&channel=email')).not.toContain('Maintenance');
    expect(await titles('queue=&channel='), 'empty filters nothing').toHaveLength(4);
  });

  it('are written in the zone that is asked for, and are days of the center', async () => {
    const [day] = await daysOf('from=2026-04-03T12:00&to=2026-04-03T20:00&tz=Asia/Tokyo');
    expect([day!.time, day!.timeEnd]).toEqual([
      '2026-04-03T07:00:00.000+09:00',
      '2026-04-04T07:00:00.000+09:00',
    ]);
  });

  it('of a range without end are refused', async () => {
    await expect(query.get(`${path}?from=2020-01-01&to=2026-01-01`)).rejects.toThrow(
      '{"path":"from","message":"more than 800 days"}',
    );
  });
});
