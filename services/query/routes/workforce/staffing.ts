import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ContactCenter } from '../../../center/contact-center.ts';
import { ErlangError } from '../../../domain/erlang/workload.ts';
import type { Fault } from '../../../lib/errors.ts';
import { toIso } from '../../../lib/time/range.ts';
import { readFreshness } from '../../../metrics/freshness.ts';
import { PER_DAY, type PlanningInterval } from '../../../workforce/days.ts';
import { MAX_AHEAD_DAYS } from '../../../workforce/forecast/forecasts.ts';
import type { Assumptions, Staffing, StaffingAnswer } from '../../../workforce/staffing/staffing.ts';
import { type AskedTerms, modelOf, termsOf } from '../../../workforce/staffing/terms.ts';
import { totalsOf } from '../../../workforce/staffing/totals.ts';
import { staffVolume } from '../../../workforce/staffing/what-if.ts';
import type { RouteDeps } from '../../deps.ts';
import { asCsvFile, toCsv } from '../csv.ts';
import { parametersOf, refuse } from '../parameters.ts';
import { planningParameters, poolParameter, readPlanning, seriesParameter } from './parameters.ts';
import { assumptionsOf, figuresOf, notesOf, rowsOf, STAFFING_COLUMNS } from './staffing-answer.ts';
import { readWhatIf, type WhatIf, whatIfParameters } from './staffing-parameters.ts';

const MAX_ROWS = 200_000;
const DAY_MS = 86_400_000;

const parameters = parametersOf({
  ...planningParameters,
  ...whatIfParameters,
  group_by: seriesParameter,
  pool: poolParameter('none'),
  format: z.enum(['json', 'csv']).default('json'),
});

type Query = z.infer<typeof parameters>;

/** `GET /api/v1/workforce/staffing`: agents needed an interval, by the forecast or for a volume that is asked about. */
export const staffingRoute =
  ({ clickhouse, center, now: clock }: RouteDeps, staffing: Staffing): FastifyPluginAsyncZod =>
  async (app) => {
    async function ofForecast(query: Query, whatIf: WhatIf, faults: Fault[]) {
      const { asked, volumeChange, agents } = whatIf;
      const now = clock();
      const { tz, ...planning } = readPlanning(query, center(), now, faults);
      if (planning.to > now + (MAX_AHEAD_DAYS + 1) * DAY_MS)
        faults.push({ path: 'to', message: `is more than ${MAX_AHEAD_DAYS} days ahead` });
      if (agents !== null && query.pool !== 'none')
        faults.push({ path: 'agents', message: 'are of one queue and channel, and pool has them shared' });
      refuse(faults);
      const { group_by: groupBy, pool: pooling } = query;
      const request = { ...planning, groupBy, pooling, asked, volumeChange, agents };
      const [{ asOf, lagMs }, answer] = await Promise.all([
        readFreshness(clickhouse, now),
        computed(largest(whatIf), () => staffing.of(request)),
      ]);
      refuse(faultsOf(answer, asked, agents));
      if (answer.groups.reduce((sum, { intervals }) => sum + intervals.length, 0) > MAX_ROWS)
        refuse([{ path: 'to', message: `more than ${MAX_ROWS} rows; ask for fewer days or series` }]);
      const rows = rowsOf(answer.groups, tz);
      const { assumptions, notes } = answer;
      const meta = {
        from: toIso(planning.from, tz),
        to: toIso(planning.to, tz),
        tz,
        interval: planning.interval,
        pool: pooling,
        asOf: asOf === null ? null : toIso(asOf, tz),
        lagMs,
        totals: totalsOf(answer.groups, lengthOf(planning.interval)),
        assumptions: assumptions.map((each) => assumptionsOf(each, assumptions.length === 1)),
        notes: notesOf(notes),
      };
      return { meta, rows };
    }

    const schema = { querystring: parameters, tags: ['workforce'] };
    app.get('/api/v1/workforce/staffing', { schema }, async ({ query }, reply) => {
      const faults: Fault[] = [];
      const whatIf = readWhatIf(query, faults);
      const isOfVolume = Boolean(query.volume);
      const answer = isOfVolume
        ? await computed(largest(whatIf), () => ofVolume(query, whatIf, center(), faults))
        : await ofForecast(query, whatIf, faults);
      if (query.format === 'json') return answer;
      asCsvFile(reply, 'staffing.csv');
      const names = isOfVolume ? [] : ['bucket', ...query.group_by];
      return toCsv([...names, ...STAFFING_COLUMNS], answer.rows);
    });
  };

/** One row for a volume. Goal, hours and the like are those of the queue and channel, where one is named. */
function ofVolume(query: Query, { volume, asked, agents }: WhatIf, center: ContactCenter, faults: Fault[]) {
  const [queue = null, ...queues] = query.queue ?? [];
  const [channel = null, ...channels] = query.channel ?? [];
  const series = { queue: queues.length > 0 ? null : queue, channel: channels.length > 0 ? null : channel };
  const configured = termsOf(center, series, asked);
  const terms = asked.model === 'erlang_c' ? { ...configured, patienceMs: null } : configured;
  if (terms.ahtMs === null && faults.every(({ path }) => path !== 'aht'))
    faults.push({
      path: 'aht',
      message: 'give a handling time, such as 180s, or set workforce.staffing[].aht',
    });
  const forecast = { method: 'asked', wape: null };
  const assumptions: Assumptions = { ...series, terms, patience: null, forecast };
  refuse([...faults, ...modelFaults([assumptions], asked)]);
  const load = { calls: volume!, intervalMs: lengthOf(query.interval), ahtMs: terms.ahtMs! };
  const staffed = staffVolume(load, terms, agents);
  if (staffed === null) {
    const erlangs = (load.calls * load.ahtMs) / load.intervalMs;
    const message = `cannot keep up with ${erlangs} erlangs: the queue grows for ever. More are needed, or a patience`;
    refuse([{ path: 'agents', message }]);
  }
  return {
    meta: {
      interval: query.interval,
      assumptions: [assumptionsOf(assumptions, true)],
      notes: notesOf([]),
    },
    rows: [figuresOf(staffed!)],
  };
}

const lengthOf = (interval: PlanningInterval): number => DAY_MS / PER_DAY[interval];

/** What is asked for and cannot be, seen only once the series are known. */
function faultsOf(
  { groups, assumptions }: StaffingAnswer,
  asked: AskedTerms,
  agents: number | null,
): Fault[] {
  const faults = modelFaults(assumptions, asked);
  if (agents !== null && assumptions.length > groups.length) {
    faults.push({
      path: 'agents',
      message: 'are of one queue and channel: name them, or group_by=queue,channel for so many in each',
    });
  }
  return faults;
}

function modelFaults(assumptions: readonly Assumptions[], { model, maxAbandonment }: AskedTerms): Fault[] {
  const patient = assumptions.filter(({ terms }) => modelOf(terms) === 'erlang_c');
  if (patient.length === 0 || model === 'erlang_c') return [];
  const names = patient
    .map(({ queue, channel }) => [queue, channel].filter(Boolean).join(' '))
    .filter(Boolean);
  const message = `no patience is known${names.length > 0 ? ` of ${names.join(', ')}` : ''}: give patience=, such as 3m, or set workforce.staffing[].patience`;
  return [
    ...(model === 'erlang_a' ? [{ path: 'model', message }] : []),
    ...(maxAbandonment === undefined ? [] : [{ path: 'max_abandonment', message }]),
  ];
}

/** The parameter that a load is too large by. */
function largest({ volume, volumeChange, agents }: WhatIf): string {
  if (agents !== null) return 'agents';
  if (volume !== null) return 'volume';
  return volumeChange === 0 ? 'aht' : 'volume_change';
}

/** Computes, and refuses what is too large to be computed as a fault of a parameter. */
async function computed<T>(path: string, compute: () => T | Promise<T>): Promise<T> {
  try {
    return await compute();
  } catch (error) {
    if (!(error instanceof ErlangError)) throw error;
    refuse([{ path, message: error.message }]);
    throw error;
  }
}
