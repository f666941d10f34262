import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { createForecasts } from '../../../workforce/forecast/forecasts.ts';
import type { RouteDeps } from '../../deps.ts';
import { adherenceRoute } from './adherence.ts';
import { forecastRoute } from './forecast.ts';
import { heatmapRoute } from './heatmap.ts';

/** `/api/v1/workforce`: what planners ask for. */
export const workforceRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const forecasts = createForecasts(deps);
    await app.register(heatmapRoute(deps));
    await app.register(forecastRoute(deps, forecasts));
    await app.register(adherenceRoute(deps));
  };
