import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { DateTime } from 'luxon';
import type { DatedChange } from '../../../center/changes.ts';
import type { ContactCenter } from '../../../center/contact-center.ts';
import type { Language } from '../../../evaluation/compare/amounts.ts';
import { type ComparedMetric, compare } from '../../../evaluation/compare/compare.ts';
import type { Side } from '../../../evaluation/compare/figures.ts';
import { notesOf } from '../../../evaluation/compare/notes.ts';
import { byEffect, relativeDifference, verdictOf } from '../../../evaluation/compare/verdict.ts';
import type { KnownDays } from '../../../evaluation/compare/warnings.ts';
import { tell } from '../../../evaluation/compare/words.ts';
import { toIso } from '../../../lib/time/range.ts';
import { readFreshness } from '../../../metrics/freshness.ts';
import { specialDaysOfQueues } from '../../../workforce/special-days.ts';
import type { QueryDeps } from '../../deps.ts';
import { askedComparison } from './asked-comparison.ts';
import { type AskedComparison, compareParameters } from './compare-parameters.ts';

/** `GET /api/v1/compare`: before and after, or one group and another: difference, interval, test, warnings. */
export const compareRoute =
  ({ clickhouse, center, now: clock }: QueryDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = {
      querystring: compareParameters,
      tags: ['evaluation'],
      summary: 'How metrics differ between two periods or groups, and whether chance would bring that',
    };
    app.get('/api/v1/compare', { schema }, async ({ query, principal, headers }, reply) => {
      const now = clock();
      const asked = await askedComparison({ clickhouse, center }, query, principal, now);
      const { metrics, a, b, zone, change, changes } = asked;
      const { by, correction, order } = query;
      const language = languageOf(headers['accept-language']);
      reply.header('vary', 'accept-language');
      const known = knownDays(center(), asked, changes);
      const [{ asOf, lagMs }, compared] = await Promise.all([
        readFreshness(clickhouse, now),
        compare(clickhouse, { metrics, a, b, by, correction, zone, now, known, language }),
      ]);
      return {
        meta: {
          a: sideOf(a, zone),
          b: sideOf(b, zone),
          tz: zone,
          change: change?.name ?? null,
          correction,
          asOf: asOf === null ? null : toIso(asOf, zone),
          lagMs,
        },
        rows: (order === 'effect' ? byEffect(compared) : compared).map((row) => rowOf(row, language)),
        notes: notesOf(compared),
      };
    });
  };

const sideOf = ({ from, to, filters }: Side, zone: string) => ({
  from: toIso(from, zone),
  to: toIso(to, zone),
  filters,
});

/** The words of an answer are English for whoever does not ask for Chinese first. */
const languageOf = (accepted: string | undefined): Language => (/^\s*zh/i.test(accepted ?? '') ? 'zh' : 'en');

function rowOf(row: ComparedMetric, language: Language) {
  const { metric, pAdjusted, varies, few, ...compared } = row;
  const { id, title, unit, direction } = metric;
  const { a, b, difference, interval, test, statistic, p, significant, warnings, placebos, ...rest } =
    compared;
  const verdict = verdictOf(row);
  return {
    metric: id,
    title,
    unit,
    direction,
    ...rest,
    a,
    b,
    difference,
    interval,
    test,
    statistic,
    p,
    p_adjusted: pAdjusted,
    significant,
    verdict,
    relative: relativeDifference(row),
    told: tell(row, verdict, language),
    warnings,
    placebos: placebos.map(({ pAdjusted: adjusted, ...placebo }) => ({ ...placebo, p_adjusted: adjusted })),
  };
}

function knownDays(
  center: ContactCenter,
  { a, b, zone, change }: AskedComparison,
  changes: readonly DatedChange[],
): KnownDays {
  const queues = [...new Set([...(a.filters.queue ?? []), ...(b.filters.queue ?? [])])];
  const yearOf = (at: number) => DateTime.fromMillis(at, { zone }).year;
  const first = yearOf(Math.min(a.from, b.from));
  const last = yearOf(Math.max(a.to, b.to));
  const isOfThese = (concerned: readonly string[]) =>
    concerned.length === 0 || queues.length === 0 || concerned.some((one) => queues.includes(one));
  return {
    specialDays: specialDaysOfQueues(center, queues, first, last).byDate,
    events: center.workforce.events.filter(({ queue }) => isOfThese(queue)),
    changes: changes.filter(({ queue }) => isOfThese(queue)),
    asked: change?.name ?? null,
  };
}
