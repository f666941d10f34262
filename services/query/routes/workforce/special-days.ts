import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { DateTime } from 'luxon';
import type { Fault } from '../../../lib/errors.ts';
import { toIso } from '../../../lib/time/range.ts';
import { type MarkedDays, markedDays } from '../../../workforce/marked-days.ts';
import type { RouteDeps } from '../../deps.ts';
import { parametersOf, refuse } from '../parameters.ts';
import { planningParameters, readPlanning } from './parameters.ts';

const { interval: _, ...parametersOfDays } = planningParameters;
const parameters = parametersOf(parametersOfDays);

/** More than the range of any forecast with its past. */
const MAX_DAYS = 800;
const DAY_MS = 86_400_000;

/**
 * `GET /api/v1/workforce/special-days`: days that a forecast treats apart and events that were known ahead, as spans in the
 * words of Grafana's annotations.
 */
export const specialDaysRoute =
  ({ center, now }: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = { querystring: parameters, tags: ['workforce'] };
    app.get('/api/v1/workforce/special-days', { schema }, ({ query }) => {
      const faults: Fault[] = [];
      const { tz, ...asked } = readPlanning({ ...query, interval: '1h' }, center(), now(), faults);
      if (asked.to - asked.from > MAX_DAYS * DAY_MS)
        faults.push({ path: 'from', message: `more than ${MAX_DAYS} days` });
      refuse(faults);
      return {
        meta: { from: toIso(asked.from, tz), to: toIso(asked.to, tz), tz },
        days: markedDays(center(), asked).map((days) => spanOf(days, asked.zone, tz)),
      };
    });
  };

/** From the first midnight to the one after the last day, on the clocks of the center, written in `tz`. */
function spanOf({ from, to, name, kind, change }: MarkedDays, zone: string, tz: string) {
  const midnight = (date: string, after: number) =>
    toIso(DateTime.fromISO(date, { zone }).plus({ days: after }).startOf('day').toMillis(), tz);
  return {
    time: midnight(from, 0),
    timeEnd: midnight(to, 1),
    title: name,
    text: change === null ? kind : `${change > 0 ? '+' : ''}${Math.round(change * 100)} %`,
    tags: kind,
  };
}
