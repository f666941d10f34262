import { parse } from 'csv-parse/sync';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type QueryAppForTests, startQueryApp } from '../../support/query-app.ts';

const BERLIN = 'Europe/Berlin';
/** A Tuesday, before noon. */
const NOW = DateTime.fromISO('2026-03-24T11:10', { zone: BERLIN }).toMillis();
const CONFIGURATION = `
calendars:
  office:
    zone: ${BERLIN}
    weekly: { mon: [09:00-17:00], tue: [09:00-17:00], wed: [09:00-17:00], thu: [09:00-17:00], fri: [09:00-17:00] }
defaultCalendar: office
queues: [{ id: billing, serviceLevel: 30s, serviceLevelByChannel: { email: 3h } }, { id: orders }]
workforce:
  staffing:
    - { queue: orders, goal: 0.9, within: 60s, shrinkage: 0.2 }
    - { channel: email, aht: 6m }
`;
const DAYS = 70;

/**
 * Every half-hour from 9 to 17 o'clock of a working day: 20 calls for billing and 2 for orders, handled for six minutes,
 * and 5 e-mails for billing, of which nobody knows how long they take. Of the calls for orders one in eight gives up after
 * a minute, the others are answered after 20 s.
 */
const FACTS = `INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted, began_at, ended_at, state,
  value_ms, queue, channel)
WITH toDateTime64({day:String}, 3, '${BERLIN}') AS first, number % 27 AS which,
  intDiv(number, 27) % 16 AS slot, intDiv(number, 16 * 27) AS day,
  addMinutes(addDays(first, day), 9 * 60 + 30 * slot + which) AS moment,
  which >= 20 AND which < 22 AS of_orders, which >= 22 AS of_mail,
  of_orders AND number % 8 = 1 AS gave_up
SELECT fact, moment, concat(fact, toString(number)), if(of_mail, 'tickets', 'chats'), 0, 1, 0, moment,
  moment + toIntervalMinute(6),
  multiIf(fact = 'handle_spell', 'done', gave_up, 'abandoned', 'answered'),
  multiIf(fact = 'handle_spell', 360000, gave_up, 60000, 20000),
  if(of_orders, 'orders', 'billing'), if(of_mail, 'email', 'voice')
FROM numbers({count:UInt64}) ARRAY JOIN ['queue_spell', 'handle_spell'] AS fact
WHERE toDayOfWeek(moment) <= 5 AND moment < fromUnixTimestamp64Milli({now:Int64})
  AND NOT (fact = 'handle_spell' AND (of_mail OR gave_up))`;

let query: QueryAppForTests;

beforeAll(async () => {
  query = await startQueryApp(NOW, CONFIGURATION);
  const day = DateTime.fromMillis(NOW, { zone: BERLIN }).startOf('day').minus({ days: DAYS });
  await query.clickhouse.command(FACTS, { day: day.toISODate()!, count: (DAYS + 1) * 16 * 27, now: NOW });
  // One who still waits: nobody knows for how long.
  await query.clickhouse.command(
    `INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted, began_at, state, value_ms, queue, channel)
SELECT 'queue_spell', fromUnixTimestamp64Milli({at:Int64}) AS at, 'waiting', 'chats', 0, 1, 0, at, 'open', 0, 'orders', 'voice'`,
    { at: NOW - 60_000 },
  );
});
afterAll(() => query?.stop());

interface Row {
  bucket: string;
  queue?: string;
  channel?: string;
  contacts: number;
  aht: number | null;
  erlangs: number;
  required: number;
  scheduled: number;
  agents: number;
  serviceLevel: number | null;
  occupancy: number | null;
  asa: number | null;
  abandonment: number | null;
  model: string;
}
interface Answer {
  meta: {
    tz: string;
    notes: { text: string }[];
    totals: Record<string, number>;
    assumptions: (Record<string, unknown> & { measuredPatience: Record<string, unknown> | null })[];
  };
  rows: Row[];
}

const path = (parameters: Record<string, string>) =>
  `/api/v1/workforce/staffing?${new URLSearchParams(parameters)}`;
const ask = async (parameters: Record<string, string>): Promise<Answer> =>
  JSON.parse(await query.get(path(parameters)));
/** The faults of an answer that is a 400. */
async function faultsOf(parameters: Record<string, string>): Promise<{ path: string; message: string }[]> {
  const answer = await query.get(path(parameters)).catch(String);
  expect(answer).toContain(': 400 {');
  return JSON.parse(String(answer).replace(/^.*?: 400 /s, '')).faults;
}
const at = (rows: readonly Row[], time: string, queue?: string, channel?: string) =>
  rows.find(
    (row) =>
      row.bucket.startsWith(time) &&
      row.queue === queue &&
      (channel === undefined || row.channel === channel),
  )!;

const WEDNESDAY = { from: '2026-03-25', to: '2026-03-26' };

describe('a volume that is asked about', () => {
  const metrics = { volume: '100', aht: '180', goal: '80/20' };

  it('needs the agents of METRICS.md: 14, of whom 20 are scheduled', async () => {
    const { rows, meta } = await ask(metrics);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ contacts: 100, aht: 180_000, erlangs: 10, required: 14, scheduled: 20 });
    expect(rows[0]!.model).toBe('erlang_c');
    expect(rows[0]!.serviceLevel).toBeCloseTo(0.8883500191794669, 9);
    expect(rows[0]!.asa).toBeCloseTo(7_835.937011777241, 6);
    expect(rows[0]!.occupancy).toBeCloseTo(10 / 14, 12);
    expect(rows[0]!.abandonment).toBeNull();
    expect(meta.assumptions).toMatchObject([
      { goal: 0.8, within: 20_000, shrinkage: 0.3, maxOccupancy: 0.85, concurrency: 1, patience: null },
    ]);
  });

  it('takes shares per cent as well, but no count', async () => {
    const shares = { volume: '100', aht: '180', goal: '80%', within: '20', shrinkage: '30%' };
    const { rows } = await ask({ ...shares, max_occupancy: '85 %' });
    expect(rows[0]).toMatchObject({ required: 14, scheduled: 20 });
    const faults = await faultsOf({ ...shares, volume: '100%', shrinkage: '%', agents: '10%' });
    expect(faults.map(({ path: of }) => of).sort()).toEqual(['agents', 'shrinkage', 'volume']);
  });

  it('takes what is empty for what is not given', async () => {
    const empty = { volume_change: '', shrinkage: '', within: '', max_occupancy: '', patience: '' };
    expect((await ask({ ...metrics, ...empty })).rows).toEqual((await ask(metrics)).rows);
  });

  it('of 0.6 erlangs needs one agent for 30 % in 20 s', async () => {
    const { rows } = await ask({ volume: '6', aht: '3m', goal: '0.3', within: '20s' });
    expect(rows[0]).toMatchObject({ required: 1 });
    expect(rows[0]!.serviceLevel).toBeCloseTo(0.426, 3);
  });

  it('is Erlang A where a patience is given', async () => {
    const { rows } = await ask({ ...metrics, patience: '5m', agents: '14' });
    expect(rows[0]).toMatchObject({ model: 'erlang_a', agents: 14 });
    expect(rows[0]!.serviceLevel).toBeCloseTo(0.916792, 6);
    expect(rows[0]!.abandonment).toBeCloseTo(0.013984, 6);
    expect(rows[0]!.occupancy).toBeCloseTo(0.704297, 6);
    const [strict] = (await ask({ ...metrics, patience: '5m', max_abandonment: '0.001' })).rows;
    expect(strict!.required).toBeGreaterThan(14);
    expect(strict!.abandonment).toBeLessThanOrEqual(0.001);
  });

  it('counts agents with several chats as so many places, rounded up to people', async () => {
    const { rows } = await ask({ ...metrics, concurrency: '3' });
    // 14 places are 5 agents, who have 15.
    expect(rows[0]).toMatchObject({ required: 5, scheduled: 8 });
    expect(rows[0]!.serviceLevel).toBeCloseTo(0.9414528428690223, 9);
  });

  it('goes by the terms of the queue and channel that are named', async () => {
    const orders = await ask({ volume: '100', aht: '180', queue: 'orders', channel: 'voice' });
    expect(orders.meta.assumptions).toMatchObject([
      { queue: 'orders', goal: 0.9, within: 60_000, shrinkage: 0.2 },
    ]);
    const mail = await ask({ volume: '10', queue: 'billing', channel: 'email' });
    // 10 e-mails of 6 min in half an hour: 2 erlangs, at 85 % 2.35 agents.
    expect(mail.rows[0]).toMatchObject({
      model: 'deferred',
      erlangs: 2,
      required: 3,
      serviceLevel: 1,
      asa: null,
    });
    expect(mail.meta.assumptions).toMatchObject([{ deferred: 3 * 3_600_000, aht: 360_000, goal: null }]);
  });

  it('that agents cannot keep up with is refused, and never a probability above 1', async () => {
    expect(await faultsOf({ ...metrics, agents: '10' })).toEqual([
      { path: 'agents', message: expect.stringContaining('cannot keep up with 10 erlangs') },
    ]);
    const [crowded] = (await ask({ ...metrics, agents: '10', patience: '60' })).rows;
    expect(crowded!.occupancy).toBeLessThanOrEqual(1);
    expect(crowded!.abandonment).toBeGreaterThan(0);
  });

  it('of the largest size is answered, and beyond it refused by the parameter', async () => {
    const { rows } = await ask({ volume: '100000', aht: '180', max_occupancy: '1' });
    expect(rows[0]!.required).toBeGreaterThan(10_000);
    expect(rows[0]!.serviceLevel).toBeLessThanOrEqual(1);
    expect(await faultsOf({ volume: '1000000', aht: '1h' })).toMatchObject([{ path: 'volume' }]);
    expect(await faultsOf({ volume: '100000', aht: '180', patience: '1d', agents: '1' })).toEqual([
      { path: 'agents', message: expect.stringContaining('wait too patiently for 1 agents') },
    ]);
  });

  it('is not asked for by an empty volume', async () => {
    const { rows, meta } = await ask({ ...WEDNESDAY, queue: 'billing', volume: '', volume_change: '0.1' });
    expect(rows).toHaveLength(48);
    expect(meta.tz).toBe(BERLIN);
  });

  it('has every fault told at once', async () => {
    const faults = await faultsOf({
      volume: '-1',
      aht: 'soon',
      goal: '80',
      within: '2d',
      shrinkage: '1',
      max_occupancy: '1.2',
      patience: '0',
      concurrency: '1.5',
      agents: '0',
      deferred: 'x',
    });
    expect(faults.map((fault) => fault.path).sort()).toEqual([
      'agents',
      'aht',
      'concurrency',
      'deferred',
      'goal',
      'max_occupancy',
      'patience',
      'shrinkage',
      'volume',
      'within',
    ]);
  });

  it.each([
    [{ volume: '10' }, 'aht', 'workforce.staffing[].aht'],
    [{ ...metrics, within: '30' }, 'within', 'goal says the time already'],
    [{ ...metrics, volume_change: '0.1' }, 'volume_change', 'instead of it'],
    [{ ...metrics, model: 'erlang_a' }, 'model', 'no patience is known'],
    [{ ...metrics, max_abandonment: '0.1' }, 'max_abandonment', 'no patience is known'],
    [{ ...metrics, model: 'erlang_c', patience: '3m' }, 'patience', 'nobody gives up'],
    [{ ...metrics, goal: '80/20/5' }, 'goal', '80/20'],
    [{ ...metrics, goal: '100/20' }, 'goal', '80/20'],
    [{ ...metrics, goal: '0.8/20' }, 'goal', '80/20'],
  ])('%j is refused for its %s', async (parameters: Record<string, string>, name, words) => {
    expect(await faultsOf(parameters)).toEqual([{ path: name, message: expect.stringContaining(words) }]);
  });
});

describe('of the forecast', () => {
  it('each queue and channel is staffed by its own terms', async () => {
    const { rows, meta } = await ask({ ...WEDNESDAY, group_by: 'queue,channel' });
    expect(rows).toHaveLength(3 * 48);
    expect(meta.tz).toBe(BERLIN);
    const noon = at(rows, '2026-03-25T12:00', 'billing', 'voice');
    expect(noon.contacts).toBeCloseTo(20, 0);
    expect(noon.aht).toBeCloseTo(360_000, 6);
    expect(noon.erlangs).toBeCloseTo(4, 0);
    expect(noon.model).toBe('erlang_c');
    const { rows: alone } = await ask({
      volume: String(noon.contacts),
      aht: '6m',
      queue: 'billing',
      channel: 'voice',
    });
    const { bucket, queue, channel, ...figures } = noon;
    for (const [name, value] of Object.entries(alone[0]!)) {
      if (typeof value === 'number') expect(figures[name as keyof typeof figures]).toBeCloseTo(value, 6);
    }
    expect(meta.assumptions).toMatchObject([
      { queue: 'billing', channel: 'email', model: 'deferred', deferred: 3 * 3_600_000, aht: 360_000 },
      {
        queue: 'billing',
        channel: 'voice',
        model: 'erlang_c',
        goal: 0.8,
        within: 30_000,
        calendar: 'office',
      },
      { queue: 'orders', channel: 'voice', model: 'erlang_a', goal: 0.9, within: 60_000, shrinkage: 0.2 },
    ]);
  });

  it('patience is measured where enough gave up', async () => {
    const { rows, meta } = await ask({ ...WEDNESDAY, queue: 'orders', group_by: 'queue,channel' });
    const [{ patience, measuredPatience }] = meta.assumptions as [Answer['meta']['assumptions'][0]];
    const { contacts, abandoned, curve, ...measured } = measuredPatience as {
      contacts: number;
      abandoned: number;
      curve: { ms: number; survival: number }[];
      meanMs: number;
      medianMs: number | null;
    };
    // All the time waited, by those who gave up after 60 s and those who were answered after 20 s.
    expect(measured.meanMs).toBeCloseTo(
      (abandoned * 60_000 + (contacts - abandoned) * 20_000) / abandoned,
      6,
    );
    expect(patience).toBe(measured.meanMs);
    expect(abandoned).toBeGreaterThan(20);
    expect(measured.medianMs).toBe(60_000);
    // Who gave up did so after all the others were answered.
    expect(curve).toMatchObject([{ ms: 60_000, atRisk: abandoned, survival: 0 }]);
    expect(at(rows, '2026-03-25T12:00', 'orders').abandonment).toBeGreaterThan(0);
    const patient = await ask({ ...WEDNESDAY, queue: 'orders', model: 'erlang_c' });
    expect(patient.meta.assumptions).toMatchObject([{ model: 'erlang_c', patience: null }]);
  });

  it('work that is due later is done within the hours and by its due time', async () => {
    const { rows } = await ask({ ...WEDNESDAY, queue: 'billing', channel: 'email' });
    const open = rows.filter(({ bucket }) => bucket.slice(11, 13) >= '09' && bucket.slice(11, 13) < '17');
    for (const row of rows) {
      expect(row.required > 0 ? open.includes(row) : true).toBe(true);
      expect(row.model).toBe('deferred');
    }
    // 80 e-mails of six minutes are 8 hours of work; agents do 0.85 of an hour each hour.
    const hours = rows.reduce((sum, { required }) => sum + required / 2, 0);
    expect(hours).toBeGreaterThanOrEqual(8 / 0.85 - 1);
    expect(hours).toBeLessThanOrEqual(8 / 0.85 + 1.5);
    expect(Math.max(...rows.map(({ required }) => required))).toBe(2);
    expect(rows.every(({ serviceLevel }) => serviceLevel === null || serviceLevel === 1)).toBe(true);
  });

  it('nobody is needed while the queue is closed, and somebody while it is open', async () => {
    const { rows } = await ask({ ...WEDNESDAY, queue: 'orders', channel: 'voice', volume_change: '-1' });
    for (const { bucket, required, contacts } of rows) {
      expect(contacts).toBe(0);
      const isOpen = bucket.slice(11, 13) >= '09' && bucket.slice(11, 13) < '17';
      expect(required, bucket).toBe(isOpen ? 1 : 0);
    }
  });

  it('has the sums of its rows in its meta', async () => {
    const { meta, rows } = await ask(WEDNESDAY);
    const sum = (name: 'required' | 'scheduled') =>
      rows.reduce((total, row) => total + (row[name] ?? 0), 0) / 2;
    expect(meta.totals).toMatchObject({
      requiredHours: sum('required'),
      scheduledHours: sum('scheduled'),
      peakScheduled: Math.max(...rows.map(({ scheduled }) => scheduled)),
    });
    expect(meta.totals.requiredHours).toBeGreaterThan(10);
  });

  it('the sum of queues is what each needs, and says so', async () => {
    const [each, all] = await Promise.all([
      ask({ ...WEDNESDAY, channel: 'voice', group_by: 'queue' }),
      ask({ ...WEDNESDAY, channel: 'voice' }),
    ]);
    const noon = at(all.rows, '2026-03-25T12:00');
    const billing = at(each.rows, '2026-03-25T12:00', 'billing');
    const orders = at(each.rows, '2026-03-25T12:00', 'orders');
    expect(noon.required).toBe(billing.required + orders.required);
    expect(noon.scheduled).toBe(Math.ceil(billing.required / 0.7 + orders.required / 0.8));
    expect(noon.contacts).toBeCloseTo(billing.contacts + orders.contacts, 9);
    expect(noon.model).toBe('mixed');
    const inTime = billing.contacts * billing.serviceLevel! + orders.contacts * orders.serviceLevel!;
    expect(noon.serviceLevel).toBeCloseTo(inTime / noon.contacts, 12);
    expect(all.meta.notes).toEqual([{ text: expect.stringContaining('do not help another') }]);
    expect(each.meta.notes).toEqual([]);
  });

  it('what if more came, or as many agents were there', async () => {
    const orders = { ...WEDNESDAY, queue: 'billing', channel: 'voice' };
    const [plain, more, few] = await Promise.all([
      ask(orders),
      ask({ ...orders, volume_change: '0.5' }),
      ask({ ...orders, agents: '4', patience: '2m' }),
    ]);
    const noon = (answer: Answer) => at(answer.rows, '2026-03-25T12:00');
    expect(noon(more).contacts).toBeCloseTo(noon(plain).contacts * 1.5, 9);
    expect(noon(more).required).toBeGreaterThan(noon(plain).required);
    expect(noon(few)).toMatchObject({ agents: 4 });
    expect(noon(few).required).toBeGreaterThan(4);
    expect(noon(few).serviceLevel).toBeLessThan(0.8);
    const swamped = await ask({ ...orders, agents: '3' });
    expect(noon(swamped)).toMatchObject({ serviceLevel: null, occupancy: null, agents: 3 });
    expect(swamped.meta.notes).toEqual([{ text: expect.stringContaining('3 agents cannot keep up') }]);
  });

  it('agents of no queue in particular, or a patience that nobody knows, are refused', async () => {
    expect(await faultsOf({ ...WEDNESDAY, agents: '5' })).toMatchObject([{ path: 'agents' }]);
    expect(await faultsOf({ ...WEDNESDAY, model: 'erlang_a', channel: 'voice' })).toEqual([
      { path: 'model', message: expect.stringContaining('billing voice') },
    ]);
    expect(
      await faultsOf({ ...WEDNESDAY, volume_change: '20', aht: '24h', max_occupancy: '0.001' }),
    ).toMatchObject([{ path: 'volume_change' }]);
    expect(await faultsOf({ from: '2026-03-25', to: '2026-09-25' })).toMatchObject([{ path: 'to' }]);
  });

  it('a due time of 0 has e-mails answered at once', async () => {
    const { rows, meta } = await ask({ ...WEDNESDAY, queue: 'billing', channel: 'email', deferred: '0' });
    expect(at(rows, '2026-03-25T12:00').aht).toBe(360_000);
    expect(meta.assumptions).toMatchObject([{ model: 'erlang_c' }]);
  });

  it('as CSV has the same rows', async () => {
    const parameters = { ...WEDNESDAY, group_by: 'queue,channel' };
    const text = await query.get(path({ ...parameters, format: 'csv' }));
    const { rows } = await ask(parameters);
    const records = parse(text, { columns: true }) as Record<string, string>[];
    expect(records).toHaveLength(rows.length);
    expect(Object.keys(records[0]!)).toEqual(Object.keys(rows[0]!));
    const one = await query.get(path({ volume: '100', aht: '180', format: 'csv' }));
    expect(parse(one, { columns: true })).toMatchObject([{ required: '14', scheduled: '20' }]);
  });

  it('has as many intervals as the day on which the clocks are set', async () => {
    const spring = await ask({ from: '2026-03-29', to: '2026-03-30', interval: '15m', queue: 'billing' });
    expect(spring.rows).toHaveLength(92);
  });
});
