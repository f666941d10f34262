import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { createAuthenticate } from '../../../../services/access/authenticate.ts';
import { guard } from '../../../../services/access/guard.ts';
import { hashOf } from '../../../../services/access/key.ts';
import type { Principal } from '../../../../services/access/principal.ts';
import { parseContactCenter } from '../../../../services/center/contact-center.ts';
import type { Solve } from '../../../../services/domain/shifts/programme.ts';
import { createScheduleReader } from '../../../../services/import/schedule-rows.ts';
import { createHttpApp, type HttpApp } from '../../../../services/lib/http/app.ts';
import { createLog } from '../../../../services/lib/log.ts';
import type { RouteDeps } from '../../../../services/query/deps.ts';
import { shiftsRoute } from '../../../../services/query/routes/workforce/shifts.ts';
import { solveByHighs } from '../../../../services/workforce/shifts/highs.ts';
import type { Requirement } from '../../../../services/workforce/shifts/requirement.ts';
import { createShiftPlans } from '../../../../services/workforce/shifts/shift-plans.ts';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const LEAD: Principal = { name: 'lead', role: 'supervisor', scope: { team: ['night'] } };
const PLANNER: Principal = { name: 'planner', role: 'planner', scope: {} };

const CENTER = `teams: [{ id: day }, { id: night }]
queues: [{ id: sales, team: day }, { id: help, team: night }]
agents: [{ id: ada, team: day }, { id: bob, team: day }, { id: cem, team: night }]
calendars: { office: { zone: Europe/Berlin, weekly: 24x7 } }
defaultCalendar: office
workforce:
  shifts:
    patterns: [{ id: early, starts: ["08:00"], length: 8h, breaks: [{ length: 30m, after: 3h, before: 4h }] }]
`;

let app: HttpApp;
let asked: Parameters<Requirement>[0][] = [];
afterEach(async () => {
  await app.close();
  asked = [];
});

/** Two agents from 8:00 to 16:00 on the first day asked for; 3 with shrinkage. */
const requirement: Requirement = async (given) => {
  asked.push(given);
  const { from, shrinkage } = given;
  const starts = Array.from({ length: 16 }, (_, i) => from + 8 * 3_600_000 + i * 1_800_000);
  return { agents: new Map(starts.map((start) => [start, shrinkage > 0 ? 3 : 2])), notes: ['of a fake'] };
};

async function start({
  center = CENTER,
  solve = solveByHighs(() => performance.now()) as Solve,
  needs = requirement,
} = {}) {
  const log = createLog({ level: 'silent' });
  const principals = new Map([LEAD, PLANNER].map((one) => [hashOf(`lw_${one.name}`), one]));
  const table = {
    'GET /api/v1/workforce/shifts': { roles: ['planner', 'supervisor'], narrowed: 'filters' },
  } as const;
  const authenticate = createAuthenticate({ principals, tokens: null });
  app = await createHttpApp({
    log,
    title: 't',
    description: 'd',
    maxBodyBytes: 1_000,
    requestTimeoutMs: 30_000,
    guard: (one) => guard(one, { authenticate, table }),
  });
  const plans = createShiftPlans({ solve, clock: () => performance.now(), maxWaiting: 0 });
  const parsed = parseContactCenter(center, 'test.yaml');
  const deps = { center: () => parsed, now: () => NOW } as RouteDeps;
  await app.register(shiftsRoute(deps, { requirement: needs, plans }));
}

async function get(parameters: string, name = 'planner') {
  const url = `/api/v1/workforce/shifts?${parameters}`;
  const answer = await app.inject({ url, headers: { authorization: `Bearer lw_${name}` } });
  return { status: answer.statusCode, type: answer.headers['content-type'], body: answer.body };
}
const json = async (parameters: string, name?: string) => JSON.parse((await get(parameters, name)).body);

const DAY = 'from=2026-11-30&to=2026-12-01';

describe('GET /api/v1/workforce/shifts', () => {
  it('plans shifts of those who serve the queue, and shows what they cover', async () => {
    await start();
    const { meta, shifts, rows } = await json(`${DAY}&queue=sales`);
    expect(meta).toMatchObject({
      from: '2026-11-30T00:00:00.000+01:00',
      to: '2026-12-01T00:00:00.000+01:00',
      tz: 'Europe/Berlin',
      interval: '30m',
      shrinkage: 0,
      status: 'optimal',
      cost: 16,
      missing: 2,
      shifts: 2,
      agents: 2,
      notes: [{ text: 'of a fake' }],
    });
    expect(meta.bound).toBeLessThanOrEqual(meta.objective);
    expect(shifts.map(({ agent }: { agent: string }) => agent)).toEqual(['ada', 'bob']);
    expect(shifts[0]).toMatchObject({
      pattern: 'early',
      startsAt: '2026-11-30T08:00:00.000+01:00',
      endsAt: '2026-11-30T16:00:00.000+01:00',
    });
    expect(rows).toHaveLength(48);
    expect(rows[16]).toEqual({ bucket: '2026-11-30T08:00:00.000+01:00', required: 2, scheduled: 2, gap: 0 });
    // Each has a break between 11:00 and 12:00.
    const gaps = rows.map(({ gap }: { gap: number }) => gap);
    expect(gaps.reduce((sum: number, gap: number) => sum + gap)).toBe(-2);
    expect(asked[0]).toEqual({
      from: Date.parse('2026-11-29T23:00:00Z'),
      to: Date.parse('2026-11-30T23:00:00Z'),
      interval: '30m',
      zone: 'Europe/Berlin',
      filters: { queue: ['sales'] },
      shrinkage: 0,
      pooling: 'team',
    });
  });

  it('plans for what is scheduled with shrinkage, and shows the gap where too few are there', async () => {
    await start();
    const { meta, rows } = await json(`${DAY}&queue=sales&shrinkage=0.3`);
    expect(meta).toMatchObject({ shrinkage: 0.3, missing: 18, missingHours: 9 });
    expect(rows[16]).toMatchObject({ required: 3, scheduled: 2, gap: -1 });
  });

  it('gives whole days of the center, 50 half-hours where the clocks are set back', async () => {
    await start();
    const { meta, rows } = await json('from=2026-10-25T10:00&to=2026-10-25T11:00&queue=sales');
    expect(rows).toHaveLength(50);
    expect(meta).toMatchObject({
      from: '2026-10-25T00:00:00.000+02:00',
      to: '2026-10-26T00:00:00.000+01:00',
    });
  });

  it('gives a schedule that can be imported', async () => {
    await start();
    const { type, body } = await get(`${DAY}&queue=sales&format=csv`);
    expect(type).toContain('text/csv');
    const [header, ...lines] = body
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    const reader = createScheduleReader(header!, null);
    expect(reader.faults).toEqual([]);
    const spans = lines.map((cells, line) => reader.read({ line, cells }));
    expect(spans.map(({ agent, activity }) => `${agent} ${activity}`)).toEqual(
      ['ada', 'bob'].flatMap((agent) => [`${agent} on_queue`, `${agent} break`, `${agent} on_queue`]),
    );
    const hours = spans.map(({ startsAt, endsAt }) => (endsAt - startsAt) / 3_600_000);
    expect(hours.reduce((sum, each) => sum + each)).toBe(16);
    expect(spans[0]!.startsAt).toBe(Date.parse('2026-11-30T08:00:00+01:00'));
  });

  it('keeps a supervisor to its own team', async () => {
    await start();
    const { shifts } = await json(DAY, 'lead');
    expect(shifts.map(({ agent }: { agent: string }) => agent)).toEqual(['cem']);
    expect(asked[0]!.filters).toEqual({ team: ['night'] });
    expect((await get(`${DAY}&team=day`, 'lead')).status).toBe(403);
  });

  it('names every fault at once', async () => {
    await start();
    const { status, body } = await get('from=x&to=y&time_limit=2h');
    expect(status).toBe(400);
    expect(JSON.parse(body).faults.map(({ path }: { path: string }) => path)).toEqual([
      'from',
      'to',
      'time_limit',
    ]);
    expect(JSON.parse((await get('from=2026-01-01&to=2026-03-01')).body).faults).toEqual([
      { path: 'to', message: 'more than 35 days' },
    ]);
    expect((await get(`${DAY}&shrinkage=1`)).status).toBe(400);
    expect((await get(`${DAY}&nonsense=1`)).status).toBe(400);
  });

  it('says what there is nothing to plan with', async () => {
    await start({ center: 'agents: [{ id: ada }]' });
    const { status, body } = await get(`${DAY}&team=day`);
    expect(status).toBe(409);
    expect(JSON.parse(body)).toMatchObject({
      code: 'NOTHING_TO_PLAN',
      detail:
        'workforce.shifts.patterns of the configuration is empty; no agent of the configuration is in these teams and serves these queues',
    });
  });

  it('is refused while others are being planned, and stops a plan that nobody waits for', async () => {
    const signals: AbortSignal[] = [];
    const held: Solve = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signals.push(signal!);
        signal!.addEventListener('abort', () => reject(signal!.reason));
      });
    await start({ solve: held });
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const leaving = new AbortController();
    const waiting = fetch(`${address}/api/v1/workforce/shifts?${DAY}`, {
      headers: { authorization: 'Bearer lw_planner' },
      signal: leaving.signal,
    });
    waiting.catch(() => {});
    await expect.poll(() => signals.length).toBe(1);
    const { status, body } = await get(`${DAY}&queue=sales`);
    expect([status, JSON.parse(body).code]).toEqual([503, 'SHIFTS_BUSY']);
    const stopped = once(signals[0]!, 'abort');
    leaving.abort();
    await stopped;
    await expect(waiting).rejects.toThrow();
  });
});
