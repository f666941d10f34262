import { comparisonOf, type Effect, type Improvement } from '../domain/scorecard/comparison.ts';
import type { PointsRule } from '../domain/scorecard/points.ts';
import type { CardMetric, LeftOut } from '../domain/scorecard/scorecard.ts';
import { toIso } from '../lib/time/range.ts';
import { isOfPeers } from '../metrics/catalogue/index.ts';
import type { Filters } from '../metrics/filters.ts';
import type { AskedMetric } from './definitions.ts';
import type { Of } from './figures.ts';
import { howText, type MetricText, metricText, toldAmount } from './in-words.ts';
import type { Scorecard } from './scorecards.ts';
import type { Subject } from './subjects.ts';

/** A scorecard as the API shows it; times with the offset of the zone, amounts in the units of the metrics. */
export interface ScorecardView {
  id: string;
  name: string;
  /** Of an agent. */
  team?: string;
  scorecard: { id: string; name: string | null };
  period: { from: string; to: string; tz: string };
  score: number | null;
  interval: { lower: number; upper: number } | null;
  rank: number | null;
  covered: number;
  peers: PeersView;
  metrics: MetricView[];
  /** Largest first. */
  strengths: (Effect & Told)[];
  weaknesses: (Effect & Told)[];
  improvements: (Improvement & Told)[];
}

/** What is told of a metric beside an effect of it. */
interface Told {
  title: string;
  /** The value as it is, and what it is set against, for people. */
  text: { value: string | null; against: string | null };
  conversations: string | null;
}

/** How many peers have a figure, and the quartiles of theirs; null of fewer than five. */
export interface PeersView {
  n: number;
  q1: number | null;
  median: number | null;
  q3: number | null;
}

interface MetricView {
  id: string;
  title: string;
  unit: string;
  variant?: string;
  value: number | null;
  n: number | null;
  interval: { lower: number; upper: number; method: string } | null;
  goal: number | null;
  direction: 'at_least' | 'at_most' | null;
  points: number | null;
  weight: number;
  /** Least n; below it the metric is left out. */
  least: number;
  share: number;
  contribution: number;
  /** `formula` has all digits, `text` the units. */
  how: (PointsRule & { formula: string | null; text: string | null }) | null;
  text: MetricText;
  peers: PeersView;
  /** Address of the conversations behind the value; null where there are none. */
  conversations: string | null;
  left_out?: { reason: LeftOut; text: string };
}

export function scorecardView(
  of: Of,
  filters: Filters,
  { subject, definition, range, card }: Scorecard,
): ScorecardView {
  const { score, interval, rank, covered, peers } = card;
  const { zone } = subject;
  const period = { from: toIso(range.from, zone), to: toIso(range.to, zone), tz: zone };
  const link = linksOf(of, subject, period, filters);
  const metrics = card.metrics.map((metric, i) => {
    const asked = definition.metrics[i]!;
    return metricView(metric, asked, link(asked));
  });
  const { strengths, weaknesses, improvements } = comparisonOf(card);
  const toldOf = telling(metrics);
  return {
    id: subject.id,
    name: subject.name,
    ...(of === 'agent' ? { team: subject.team } : {}),
    scorecard: { id: definition.id, name: definition.name ?? null },
    period,
    score,
    interval,
    rank,
    covered,
    peers: peersView(peers),
    metrics,
    strengths: strengths.map((one) => ({ ...one, ...toldOf(one.id) })),
    weaknesses: weaknesses.map((one) => ({ ...one, ...toldOf(one.id) })),
    improvements: improvements.map((one) => ({ ...one, ...toldOf(one.id, one.value) })),
  };
}

/** Of a metric by its id. @param against what is told instead of the peers' median */
function telling(metrics: readonly MetricView[]): (id: string, against?: number) => Told {
  return (id, against) => {
    const { title, unit, text, conversations } = metrics.find((metric) => metric.id === id)!;
    const { value, median } = text;
    return {
      title,
      text: { value, against: against === undefined ? median : toldAmount(against, unit) },
      conversations,
    };
  };
}

function metricView(
  metric: CardMetric,
  { metric: of, variant }: AskedMetric,
  link: string | null,
): MetricView {
  const { value, n, interval, points, weight, least, share, contribution, rule, formula, leftOut } = metric;
  return {
    id: metric.id,
    title: of.title,
    unit: of.unit,
    ...(variant === undefined ? {} : { variant }),
    value,
    n,
    interval,
    goal: rule?.goal ?? null,
    direction: rule?.direction ?? null,
    points,
    weight,
    least,
    share,
    contribution,
    how: rule === null ? null : { ...rule, formula, text: howText(metric, of.unit) },
    text: metricText(metric, of.unit),
    peers: peersView(metric.peers),
    conversations: value === null ? null : link,
    ...(leftOut === null ? {} : { left_out: { reason: leftOut, text: reasonText(leftOut, metric) } }),
  };
}

export function peersView({ n, quartiles }: CardMetric['peers'] | Scorecard['card']['peers']): PeersView {
  return { n, ...(quartiles ?? { q1: null, median: null, q3: null }) };
}

function reasonText(reason: LeftOut, { n, least }: CardMetric): string {
  switch (reason) {
    case 'no_goal':
      return 'there is no goal for it';
    case 'not_by_filter':
      return 'it cannot be asked for by these filters';
    case 'whole_quarters_only':
      return 'what others say of somebody is told of whole quarters, half-years and years';
    case 'no_data':
      return 'nothing was measured in the period';
    case 'below_least_volume':
      return `${n} is below the least volume of ${least}`;
    case 'too_few_peers':
      return 'fewer than five peers have enough volume to be compared with';
  }
}

/** The address of what is behind a metric; its parameters but for the metric are the same for a whole card. */
function linksOf(
  of: Of,
  { id }: Subject,
  { from, to }: { from: string; to: string },
  filters: Filters,
): (asked: AskedMetric) => string | null {
  const parameters = new URLSearchParams({ from, to });
  if (of !== 'center') parameters.append(of, id);
  for (const [dimension, values] of Object.entries(filters)) {
    for (const value of values) parameters.append(dimension, value);
  }
  const behind = `&${parameters}`;
  return ({ metric }) =>
    metric.kind === 'agents' || isOfPeers(metric)
      ? null
      : `/api/v1/conversations?metric=${metric.id}${behind}`;
}
