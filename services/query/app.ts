import fastifySwaggerUi from '@fastify/swagger-ui';
import { doorOf } from '../access/door.ts';
import { NO_AUDIT } from '../audit/audit.ts';
import { auditRequests } from '../audit/requests.ts';
import { codeOf } from '../lib/errors.ts';
import { createHttpApp, type HttpApp } from '../lib/http/app.ts';
import { operationsRoutes } from '../lib/http/operations.ts';
import { withInlineStyles } from '../lib/http/security-headers.ts';
import { hashAgentsOfRequests } from '../privacy/agents-in-requests.ts';
import { createKnownHours } from '../rollups/known-hours.ts';
import { queryAccess } from './access.ts';
import { tooLarge } from './bounds/answer.ts';
import { boundedClickHouse } from './bounds/bounded-clickhouse.ts';
import { readEngineLimits } from './bounds/engine-limits.ts';
import { TooLargeError } from './bounds/too-large.ts';
import type { AskedParameters } from './bounds/ways.ts';
import type { QueryDeps, RouteDeps } from './deps.ts';
import { createKeep } from './keep.ts';
import { NOTED } from './noted.ts';
import { alertRoutes } from './routes/alerts.ts';
import { auditRoute } from './routes/audit.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { conversationRoutes } from './routes/conversations.ts';
import { dashboardRoutes } from './routes/dashboards.ts';
import { distributionRoute } from './routes/distribution.ts';
import { changeRoutes } from './routes/evaluation/changes.ts';
import { compareRoute } from './routes/evaluation/compare.ts';
import { complaintsRoute } from './routes/evaluation/complaints.ts';
import { courseRoute } from './routes/evaluation/course.ts';
import { feedbackRoute } from './routes/evaluation/feedback.ts';
import { goalRoutes } from './routes/evaluation/goals.ts';
import { reviewsRoute } from './routes/evaluation/reviews.ts';
import { roundRoutes } from './routes/evaluation/rounds.ts';
import { scorecardRoute } from './routes/evaluation/scorecards.ts';
import { strainRoute } from './routes/evaluation/strain.ts';
import { liveRoutes } from './routes/live.ts';
import { meRoute } from './routes/me.ts';
import { pipelineRoute } from './routes/pipeline.ts';
import { queryRoute } from './routes/query.ts';
import { streamRoute } from './routes/stream.ts';
import { workforceRoutes } from './routes/workforce/index.ts';
import { createSharing } from './sharing.ts';

const MAX_BODY_BYTES = 65_536;
const REQUEST_TIMEOUT_MS = 30_000;
const KEPT_MS = 1_000;

/** Builds the query service; it listens once its caller says so. */
export async function createQueryApp(given: QueryDeps): Promise<HttpApp> {
  const clickhouse = boundedClickHouse(given.clickhouse, {
    readLimits: () =>
      readEngineLimits(given.clickhouse, given.clickhouseTimeoutMs ?? Number.POSITIVE_INFINITY),
    now: given.now,
  });
  const deps: RouteDeps = {
    ...given,
    clickhouse,
    share: createSharing(),
    keep: createKeep(KEPT_MS, given.now),
    hours: createKnownHours(given.clickhouse, given.now),
  };
  const { authenticate, limits, metrics, audit = NO_AUDIT } = deps;
  const app = await createHttpApp({
    log: deps.log,
    title: 'Linewatch query service',
    description:
      'Live and past figures of a contact center. What takes more memory or time than there is is answered 422 ' +
      '`QUESTION_TOO_LARGE`: `faults` says by parameter what would make it answerable, `rangeDays`, where it is known, how ' +
      'long a range would be.',
    maxBodyBytes: MAX_BODY_BYTES,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    guard: async (one) => {
      hashAgentsOfRequests(one, deps.agents ?? null);
      await doorOf({ authenticate, limits, metrics, service: 'query', table: queryAccess(deps) })(one);
      auditRequests(one, audit, NOTED);
    },
    translate: (error, { query, log }) => {
      if (!(error instanceof TooLargeError)) return error;
      const { excess, cause } = error;
      log.warn({ ...excess, code: error.code, cause: codeOf(cause) }, 'a question was too large');
      return tooLarge(error, query as AskedParameters, deps.now()) ?? cause ?? error;
    },
    trustedProxies: deps.trustedProxies,
  });
  await app.register(fastifySwaggerUi, { routePrefix: '/docs', transformStaticCSP: withInlineStyles });
  for (const routes of [
    operationsRoutes(deps),
    pipelineRoute(deps),
    auditRoute(deps),
    catalogueRoutes(deps),
    queryRoute(deps),
    distributionRoute(deps),
    workforceRoutes(deps),
    compareRoute(deps),
    changeRoutes(deps),
    courseRoute(deps),
    scorecardRoute(deps),
    goalRoutes(deps),
    roundRoutes(deps),
    complaintsRoute(deps),
    strainRoute(deps),
    feedbackRoute(deps),
    reviewsRoute(deps),
    liveRoutes(deps),
    streamRoute(deps),
    alertRoutes(deps),
    conversationRoutes(deps),
    dashboardRoutes,
    meRoute,
  ]) {
    await app.register(routes);
  }
  return app;
}
