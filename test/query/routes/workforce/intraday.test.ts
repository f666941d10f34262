import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseContactCenter } from '../../../../services/center/contact-center.ts';
import { erlangC } from '../../../../services/domain/erlang/erlang-c.ts';
import { agentsFor } from '../../../../services/domain/erlang/staffing.ts';
import type { StaffingTerms } from '../../../../services/domain/intraday/service-level.ts';
import { createHttpApp, type HttpApp } from '../../../../services/lib/http/app.ts';
import { createLog } from '../../../../services/lib/log.ts';
import { intradayRoute } from '../../../../services/query/routes/workforce/intraday.ts';
import { createSharing } from '../../../../services/query/sharing.ts';
import type { IntradayStaffing } from '../../../../services/workforce/intraday/staffing-port.ts';
import { fakeForecasts } from '../../../workforce/support/fake-forecasts.ts';
import { type QueryAppForTests, startQueryApp } from '../../support/query-app.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Thursday, 08:00 in Berlin. */
const EIGHT = Date.UTC(2026, 2, 5, 7);
/** 12:10 there; what came before 12:00 is counted. */
const NOW = EIGHT + 4 * HOUR + 10 * MINUTE;
const AS_OF = EIGHT + 4 * HOUR;
const CALLERS = Array.from({ length: 12 }, (_, i) => `caller-${i + 1}`);

const TERMS: StaffingTerms = {
  goal: { serviceLevel: 0.8, thresholdMs: 20_000, maxOccupancy: 1 },
  patienceMs: null,
  concurrency: 1,
};
const staffing: IntradayStaffing = {
  read:
    async () =>
    ({ channel }) =>
      channel === 'email'
        ? null
        : {
            terms: TERMS,
            ahtMs: null,
            required: (load) => agentsFor(load, TERMS.goal).agents,
            isOpen: () => true,
          },
};
const opening = (contacts: number) => (place: number) => (place >= 16 && place < 36 ? contacts : 0);

interface Row {
  bucket: string;
  queue?: string;
  channel?: string;
  [column: string]: number | string | null | undefined;
}
interface Answer {
  meta: {
    factor: number | null;
    series: { queue?: string; channel?: string; factor: number; reforecast: number; actual: number }[];
    missed: { queue: string; channel: string; from: string; to: string; expectedServiceLevel: number }[];
    mend: { queue: string; channel: string; from: string; to: string; agents: number }[];
    [key: string]: unknown;
  };
  rows: Row[];
}

describe('today as it goes', () => {
  let query: QueryAppForTests;
  let app: HttpApp;
  let time = NOW;
  const { forecasts } = fakeForecasts(
    [
      {
        queue: 'billing',
        channel: 'voice',
        team: 'money',
        contacts: opening(100),
        ahtMs: 180_000,
        factors: [0.9, 1.1],
      },
      {
        queue: 'billing',
        channel: 'email',
        team: 'money',
        contacts: opening(10),
        ahtMs: 600_000,
        factors: [1],
      },
      {
        queue: 'orders',
        channel: 'chat',
        team: 'shop',
        contacts: opening(20),
        ahtMs: 180_000,
        factors: [0.9, 1.1],
      },
    ],
    NOW,
  );

  const ask = async (parameters = ''): Promise<Answer> => {
    const response = await app.inject(`/api/v1/workforce/intraday${parameters}`);
    expect(response.statusCode, response.body).toBe(200);
    return response.json();
  };
  const at = (rows: Row[], clock: string) => rows.find(({ bucket }) => bucket.includes(`T${clock}`))!;

  /** Stays in a queue that began within a half-hour, so many of them answered in time. */
  async function stays(queue: string, channel: string, from: number, count: number, inTime: number) {
    await query.clickhouse.command(
      `INSERT INTO facts (fact, at, conversation_id, seq, version, state, value_ms, target_ms, queue, team, channel, opened_at)
      SELECT 'queue_spell', fromUnixTimestamp64Milli({from:Int64} + number * 1000), concat({queue:String}, {channel:String}, toString({from:Int64}), '-', toString(number)), 0, 1,
        'answered', if(number < {inTime:UInt32}, 1000, 60000), 20000, {queue:String}, if({queue:String} = 'orders', 'shop', 'money'), {channel:String}, fromUnixTimestamp64Milli({from:Int64})
      FROM numbers({count:UInt32})`,
      { queue, channel, from, count, inTime },
    );
  }
  /** What an agent handled a week ago. */
  async function handled(agent: string, queue: string, channel: string, ms: number) {
    await query.clickhouse.command(
      `INSERT INTO facts (fact, at, conversation_id, seq, version, state, value_ms, queue, channel, agent, opened_at)
      SELECT 'handle_spell', fromUnixTimestamp64Milli({at:Int64}), {id:String}, 0, 1, 'done', {ms:Int64}, {queue:String},
        {channel:String}, {agent:String}, fromUnixTimestamp64Milli({at:Int64})`,
      { at: EIGHT - 7 * DAY, id: `${agent}-${queue}-${channel}`, ms, queue, channel, agent },
    );
  }
  async function state(agent: string, since: number, is: string) {
    await query.clickhouse.command(
      `INSERT INTO agent_states SELECT {agent:String}, fromUnixTimestamp64Milli({since:Int64}), {id:String}, 'day',
        {is:String}, 1, 0, []`,
      { agent, since, id: `${agent}-${since}`, is },
    );
  }
  async function plan(agent: string, from: number, to: number, activity = 'on_queue') {
    await query.clickhouse.command(
      `INSERT INTO agent_schedules SELECT {agent:String}, fromUnixTimestamp64Milli({from:Int64}),
        fromUnixTimestamp64Milli({to:Int64}), {activity:String}, 'day', fromUnixTimestamp64Milli({planned:Int64})`,
      { agent, from, to, activity, planned: EIGHT - DAY },
    );
  }

  beforeAll(async () => {
    query = await startQueryApp(NOW);
    const center = parseContactCenter(
      `teams: [{ id: money }, { id: shop }]
queues: [{ id: billing, team: money }, { id: orders, team: shop }]
calendars: { office: { zone: Europe/Berlin, weekly: 24x7 } }
defaultCalendar: office`,
      'test.yaml',
    );
    app = await createHttpApp({
      log: createLog({ level: 'silent' }),
      title: 'test',
      description: 'test',
      maxBodyBytes: 1_000,
      requestTimeoutMs: 30_000,
    });
    const deps = {
      clickhouse: query.clickhouse,
      center: () => center,
      now: () => time,
      share: createSharing(),
    };
    await app.register(
      intradayRoute(deps as unknown as Parameters<typeof intradayRoute>[0], {
        forecasts,
        staffing,
      }),
    );
    await query.clickhouse.command(
      `INSERT INTO freshness (topic, kafka_partition, as_of, written_at) SELECT 'contact.chats', 0, fromUnixTimestamp64Milli({at:Int64}), fromUnixTimestamp64Milli({at:Int64})`,
      { at: AS_OF },
    );
    // A fifth more calls than forecast all morning, and one that came after all is known.
    for (let i = 0; i < 8; i++)
      await stays('billing', 'voice', EIGHT + (i * HOUR) / 2, 120, i === 7 ? 60 : 120);
    await stays('billing', 'voice', AS_OF + MINUTE, 1, 1);
    for (let i = 0; i < 8; i++) await stays('orders', 'chat', EIGHT + (i * HOUR) / 2, 20, 20);
    for (const agent of CALLERS) {
      await handled(agent, 'billing', 'voice', HOUR);
      await state(agent, EIGHT - 7 * DAY, 'available');
      await state(agent, EIGHT - 7 * DAY + HOUR, 'offline');
      await state(agent, EIGHT, 'available');
      await plan(agent, EIGHT, EIGHT + 10 * HOUR);
    }
    // One gives a quarter of his time to calls; one writes letters only; one is new.
    await handled('blended', 'billing', 'voice', HOUR);
    await handled('blended', 'orders', 'chat', 3 * HOUR);
    for (const agent of ['blended', 'letters']) {
      await state(agent, EIGHT - 7 * DAY, 'available');
      await state(agent, EIGHT - 7 * DAY + HOUR, 'offline');
      await plan(agent, EIGHT, EIGHT + 8 * HOUR);
      await state(agent, EIGHT + HOUR / 4, 'available');
    }
    await plan('blended', EIGHT + 8 * HOUR, EIGHT + 9 * HOUR, 'break');
    // At noon two callers are away.
    for (const agent of CALLERS.slice(0, 2)) await state(agent, EIGHT + 4 * HOUR, 'break');
  }, 60_000);
  afterAll(async () => {
    await app?.close();
    await query?.stop();
  });

  // Past days differed by a tenth, which as a median stands for 0.14826; 2,000 contacts a day vary by chance.
  const variance = 0.14826 ** 2 - 1 / 2_000;
  const factor = (1 + variance * 960) / (1 + variance * 800);
  const expected = 100 * factor;

  it('learns from the morning what the rest of the day will bring', async () => {
    const { meta, rows } = await ask('?queue=billing&channel=voice');
    expect(meta.factor).toBeCloseTo(factor, 12);
    expect(meta).toMatchObject({
      date: '2026-03-05',
      tz: 'Europe/Berlin',
      asOf: '2026-03-05T12:00:00.000+01:00',
      lagMs: 10 * MINUTE,
    });
    expect(meta.series[0]).toMatchObject({ actual: 960, forecast: 2_000 });
    expect(meta.series[0]!.reforecast).toBeCloseTo(960 + 12 * expected, 9);
    expect(rows).toHaveLength(48);
    expect(at(rows, '11:30')).toMatchObject({
      actual: 120,
      forecast: 100,
      reforecast: null,
      serviceLevel: 0.5,
    });
    expect(at(rows, '13:00').reforecast).toBeCloseTo(expected, 9);
  });

  it('takes the ten minutes of which nothing is known yet for what they are, not for silence', async () => {
    const { rows } = await ask('?queue=billing&channel=voice');
    const noon = at(rows, '12:00');
    expect(noon).toMatchObject({ actual: null, serviceLevel: null });
    expect(noon.reforecast).toBeCloseTo(expected, 9);
  });

  it('counts what came in the interval that runs, and shows it once the interval is over', async () => {
    time = AS_OF - 20 * MINUTE;
    try {
      const { meta, rows } = await ask('?queue=billing&channel=voice');
      expect(meta.series[0]).toMatchObject({ actual: 960 });
      expect([at(rows, '11:00').actual, at(rows, '11:30').actual]).toEqual([120, null]);
    } finally {
      time = NOW;
    }
  });

  it('shares out who is scheduled and who is there by what they handled', async () => {
    const { rows } = await ask('?group_by=queue,channel');
    const of = (queue: string, channel: string, clock: string) =>
      at(
        rows.filter((row) => row.queue === queue && row.channel === channel),
        clock,
      );
    expect(of('billing', 'voice', '13:00')).toMatchObject({ scheduled: 12.25, present: null });
    expect(of('orders', 'chat', '13:00')).toMatchObject({ scheduled: 0.75, present: null });
    // Came a quarter of an hour late; on a break at four; home at half past six.
    expect(of('orders', 'chat', '08:00')).toMatchObject({ scheduled: 0.75, present: 0.375 });
    expect(of('orders', 'chat', '16:00').scheduled).toBe(0);
    expect(of('billing', 'voice', '12:00')).toMatchObject({ present: 10.25 });
    expect(of('billing', 'email', '13:00')).toMatchObject({
      required: null,
      scheduled: null,
      present: null,
      expectedServiceLevel: null,
    });
  });

  it('says where the goal will be missed and how many agents mend it', async () => {
    const { meta, rows } = await ask('?queue=billing&channel=voice');
    const load = { calls: expected, intervalMs: HOUR / 2, ahtMs: 180_000 };
    const { agents } = agentsFor(load, TERMS.goal);
    // 12.25 agents: a quarter of the way from 12 to 13.
    const [low, high] = [12, 13].map((count) => erlangC(load, count, 20_000).serviceLevel);
    const row = at(rows, '13:00');
    expect(row.required).toBe(agents);
    expect(row.gap).toBe(12.25 - agents);
    expect(row.expectedServiceLevel).toBeCloseTo(low! + (high! - low!) / 4, 9);
    expect(meta.missed.map(({ from, to }) => [from.slice(11, 16), to.slice(11, 16)])).toEqual([
      ['12:00', '18:00'],
    ]);
    const needed = (there: number) => {
      for (let more = 0; ; more++) {
        const whole = Math.floor(there + more);
        const part = there + more - whole;
        const level = (count: number) =>
          count <= expected / 10 ? 0 : erlangC(load, count, 20_000).serviceLevel;
        if (level(whole) + part * (level(whole + 1) - level(whole)) >= 0.8) return more;
      }
    };
    expect(
      meta.mend.map(({ queue, channel, from, to, agents: more }) => [
        queue,
        channel,
        from.slice(11, 16),
        to.slice(11, 16),
        more,
      ]),
    ).toEqual([
      ['billing', 'voice', '12:00', '12:30', needed(10.25)],
      ['billing', 'voice', '12:30', '16:00', needed(12.25)],
      ['billing', 'voice', '16:00', '18:00', needed(12)],
    ]);
  });

  it('adds up queues where it is asked for all of them, each staffed by itself', async () => {
    const { meta, rows } = await ask();
    const each = await ask('?group_by=channel&group_by=queue');
    const sum = (column: string, clock: string) =>
      each.rows
        .filter(({ bucket }) => bucket.includes(`T${clock}`))
        .reduce((total, row) => total + Number(row[column] ?? 0), 0);
    for (const clock of ['09:00', '15:00'])
      for (const column of ['forecast', 'required', 'scheduled', 'present'])
        expect(at(rows, clock)[column] ?? 0, `${column} at ${clock}`).toBe(sum(column, clock));
    expect(meta.factor).not.toBeNull();
    expect(each.meta.factor).toBeNull();
    expect(meta.mend).toEqual(each.meta.mend);
  });

  it('is of a team where that is asked for', async () => {
    const { meta, rows } = await ask('?team=shop&group_by=queue');
    expect(new Set(rows.map(({ queue }) => queue))).toEqual(new Set(['orders']));
    expect(meta.series).toMatchObject([{ queue: 'orders', actual: 160, factor: 1 }]);
  });

  it('is told on the clock of another zone, of the same day', async () => {
    const { meta, rows } = await ask('?queue=orders&tz=Asia/Shanghai');
    expect(meta.date).toBe('2026-03-05');
    expect(rows[0]!.bucket).toBe('2026-03-05T07:00:00.000+08:00');
    const faulty = await app.inject('/api/v1/workforce/intraday?tz=Berlin');
    expect([faulty.statusCode, faulty.json().faults[0].path]).toEqual([400, 'tz']);
  });

  it('gives a table', async () => {
    const { body } = await app.inject('/api/v1/workforce/intraday?format=csv&queue=billing&group_by=channel');
    const lines = body.split('\r\n');
    expect(lines[0]).toBe(
      'bucket,channel,actual,forecast,reforecast,lower80,upper80,required,scheduled,present,serviceLevel,expectedServiceLevel,gap',
    );
    expect(lines).toHaveLength(1 + 2 * 48 + 1);
  });

  it('is the forecast itself before the first contact of the day is known, and has 46 half-hours in spring', async () => {
    time = Date.UTC(2026, 2, 28, 23, 30);
    try {
      const { meta, rows } = await ask('?queue=billing&channel=voice');
      expect(rows).toHaveLength(46);
      expect(meta.factor).toBe(1);
      expect(rows.every((row) => row.actual === null && row.reforecast === row.forecast)).toBe(true);
      expect(rows[4]!.bucket).toBe('2026-03-29T03:00:00.000+02:00');
    } finally {
      time = NOW;
    }
  });
});
