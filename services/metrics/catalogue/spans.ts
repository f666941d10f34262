import type { FactName } from '../../domain/measure/fact.ts';
import {
  all,
  type Condition,
  count,
  type Figure,
  is,
  max,
  mean,
  min,
  plus,
  quantile,
  share,
  type Term,
  term,
} from '../definition/language.ts';
import type { Metric } from '../definition/metric.ts';
import { BREACHED, MET } from './targets.ts';

/** The variant that every duration has. */
export const BUSINESS = 'business';

/** What centers with bots compare people by; without a hand-over it is the whole. */
const SINCE_HANDOVER = term('value_ms', '-', 'bot_ms');
const SINCE_HANDOVER_BUSINESS = term('business_ms', '-', 'bot_business_ms');
const SINCE_WORDS =
  '; since_handover (also since_handover_business): from when a bot handed over to people, if that was later';

/** What a duration is asked for by, in the order in which people read it. */
const OF_DURATIONS = {
  mean: ['Mean of', mean],
  p50: ['Median of', quantileAt(0.5)],
  p90: ['90th percentile (nearest rank) of', quantileAt(0.9)],
  p95: ['95th percentile (nearest rank) of', quantileAt(0.95)],
  p99: ['99th percentile (nearest rank) of', quantileAt(0.99)],
  min: ['Shortest', min],
  max: ['Longest', max],
} as const satisfies Record<string, [string, (of: Term, where: Condition) => Figure]>;

type Suffix = 'count' | keyof typeof OF_DURATIONS;

/** A span of time that is counted once it has ended, such as a first response. */
export interface Span {
  /** Begin of the ids: `<id>_count`, `<id>_mean`, `<id>_p50`, ... */
  id: string;
  title: string;
  fact: FactName;
  /** What runs from where to where, for people. */
  definition: string;
  anchor: 'start' | 'end';
  /** Which ones count. */
  where: Condition;
  /** Which of the metrics to make; all if not given. */
  only?: readonly Suffix[];
  /** Whether a bot's part before a hand-over to people can be left out of it. */
  hasHandover?: boolean;
  /** Whether there are SLA targets on it, of which the share that was met is a metric too. */
  hasTarget?: boolean;
}

/** The metrics of a span: how many, the mean, percentiles, the shortest and longest, and the share within target. */
export function spanMetrics(span: Span): Metric[] {
  const { id, title, fact, definition, anchor, where } = span;
  const of = (suffix: Suffix) => ({
    id: `${id}_${suffix}`,
    title: `${title}, ${suffix}`,
    kind: 'facts' as const,
    facts: [fact],
    anchor,
  });
  const durations = Object.entries(OF_DURATIONS).map(
    ([suffix, [words, figure]]): Metric => ({
      ...of(suffix as Suffix),
      unit: 'ms',
      definition: `${words}: ${definition}. Variant business: in business hours${span.hasHandover ? SINCE_WORDS : ''}`,
      direction: 'lower',
      figure: figure('value_ms', where),
      variants: {
        [BUSINESS]: figure('business_ms', where),
        ...(span.hasHandover
          ? {
              since_handover: figure(SINCE_HANDOVER, where),
              since_handover_business: figure(SINCE_HANDOVER_BUSINESS, where),
            }
          : {}),
      },
    }),
  );
  const counted: Metric = {
    ...of('count'),
    unit: 'count',
    definition: `How many: ${definition}`,
    direction: 'neutral',
    figure: count(where),
  };
  const wanted = [counted, ...durations].filter(
    (metric) => span.only?.includes(metric.id.slice(id.length + 1) as Suffix) ?? true,
  );
  return span.hasTarget ? [...wanted, inTarget(span)] : wanted;
}

function inTarget({ id, title, definition, fact }: Span): Metric {
  const mine = is('label', fact);
  const met = count(all(mine, MET));
  return {
    kind: 'facts',
    facts: ['sla_target'],
    anchor: 'start',
    id: `${id}_in_target`,
    title: `${title}, share within target`,
    unit: 'ratio',
    definition: `SLA targets met / (met + breached), by due time, on: ${definition}`,
    direction: 'higher',
    figure: share(met, plus(met, count(all(mine, BREACHED)))),
  };
}

function quantileAt(level: number) {
  return (of: Term, where: Condition) => quantile(level, of, where);
}
