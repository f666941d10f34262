import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { createForecasts } from '../../../workforce/forecast/forecasts.ts';
import { solveByHighs } from '../../../workforce/shifts/highs.ts';
import { requirementBy } from '../../../workforce/shifts/requirement.ts';
import { createShiftPlans } from '../../../workforce/shifts/shift-plans.ts';
import { createSeriesStaffing } from '../../../workforce/staffing/of-series.ts';
import { createPatienceReader } from '../../../workforce/staffing/patience.ts';
import { createStaffing } from '../../../workforce/staffing/staffing.ts';
import type { RouteDeps } from '../../deps.ts';
import { adherenceRoute } from './adherence.ts';
import { forecastRoute } from './forecast.ts';
import { heatmapRoute } from './heatmap.ts';
import { intradayRoute } from './intraday.ts';
import { shiftsRoute } from './shifts.ts';
import { specialDaysRoute } from './special-days.ts';
import { staffingRoute } from './staffing.ts';

/** Shift plans that wait for another; each may take a minute. */
const MAX_WAITING_PLANS = 4;

/** `/api/v1/workforce`: what planners ask for. */
export const workforceRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const forecasts = createForecasts(deps);
    const patiences = createPatienceReader(deps.clickhouse, deps.now);
    await app.register(heatmapRoute(deps));
    await app.register(forecastRoute(deps, forecasts));
    const needs = createStaffing({ ...deps, forecasts, patiences });
    await app.register(staffingRoute(deps, needs));
    const clock = () => performance.now();
    const plans = createShiftPlans({ solve: solveByHighs(clock), clock, maxWaiting: MAX_WAITING_PLANS });
    app.addHook('preClose', async () => plans.close());
    await app.register(shiftsRoute(deps, { requirement: requirementBy(needs), plans }));
    const staffing = createSeriesStaffing({ ...deps, patiences });
    await app.register(intradayRoute(deps, { forecasts, staffing }));
    await app.register(adherenceRoute(deps));
    await app.register(specialDaysRoute(deps));
  };
