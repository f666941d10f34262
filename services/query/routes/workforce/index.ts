import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { createForecasts } from '../../../workforce/forecast/forecasts.ts';
import { createSeriesStaffing } from '../../../workforce/staffing/of-series.ts';
import { createPatienceReader } from '../../../workforce/staffing/patience.ts';
import { createStaffing } from '../../../workforce/staffing/staffing.ts';
import type { RouteDeps } from '../../deps.ts';
import { adherenceRoute } from './adherence.ts';
import { forecastRoute } from './forecast.ts';
import { heatmapRoute } from './heatmap.ts';
import { intradayRoute } from './intraday.ts';
import { staffingRoute } from './staffing.ts';

/** `/api/v1/workforce`: what planners ask for. */
export const workforceRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const forecasts = createForecasts(deps);
    const patiences = createPatienceReader(deps.clickhouse, deps.now);
    await app.register(heatmapRoute(deps));
    await app.register(forecastRoute(deps, forecasts));
    await app.register(staffingRoute(deps, createStaffing({ ...deps, forecasts, patiences })));
    const staffing = createSeriesStaffing({ ...deps, patiences });
    await app.register(intradayRoute(deps, { forecasts, staffing }));
    await app.register(adherenceRoute(deps));
  };
