import { z } from 'zod';
import type { ContactCenter } from '../../../center/contact-center.ts';
import { homeZone } from '../../../center/home-zone.ts';
import type { Fault } from '../../../lib/errors.ts';
import type { ForecastRequest } from '../../../workforce/forecast/series-forecast.ts';
import { POOLS, type Pooling } from '../../../workforce/staffing/pools.ts';
import { dimensionFilters, readRange } from '../parameters.ts';

const GROUPS = ['queue', 'channel'] as const;

/** The parameters of planning: whose contacts, on which days, in intervals of which length. */
export const planningParameters = {
  from: z.string().default('now/d').describe('ISO 8601, epoch ms, or such as now/d, now-7d/d'),
  to: z
    .string()
    .default('now/d+6d')
    .describe('As from, rounded up: now/d is the end of today; not in the range'),
  tz: z
    .string()
    .optional()
    .describe('IANA time zone of the answer; that of the default calendar if not given'),
  interval: z.enum(['15m', '30m', '1h']).default('30m'),
  queue: dimensionFilters.queue,
  channel: dimensionFilters.channel,
  team: dimensionFilters.team,
};

/** A series each; one of all together without any. Joined by commas or repeated. */
export const seriesParameter = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [
    ...new Set(
      [given]
        .flat()
        .flatMap((one) => one.split(','))
        .filter(Boolean),
    ),
  ])
  .pipe(z.array(z.enum(GROUPS, `must be one or both of ${GROUPS.join(', ')}`)))
  .default([])
  .describe('queue, channel or both: a series each');

/** Who shares agents. Empty: as if it were not given. */
export const poolParameter = (standard: Pooling) =>
  z
    .preprocess((given) => (given === '' ? undefined : given), z.enum(POOLS).default(standard))
    .describe('Whose agents help each other out: none, those of a team (queues by their team), or all');

type Given = z.infer<z.ZodObject<typeof planningParameters>>;

/**
 * What planning parameters ask for. Days are those of the center's own zone; `tz` is that of the answer. Adds a fault
 * for what is none.
 */
export function readPlanning(
  query: Given,
  center: ContactCenter,
  now: number,
  faults: Fault[],
): Omit<ForecastRequest, 'groupBy'> & { tz: string } {
  const zone = homeZone(center);
  const tz = query.tz || zone;
  const { interval, queue = [], channel = [], team = [] } = query;
  const given = Object.entries({ queue, channel, team }).filter(([, values]) => values.length > 0);
  return {
    ...readRange({ ...query, tz }, now, faults),
    zone,
    tz,
    interval,
    filters: Object.fromEntries(given),
  };
}
