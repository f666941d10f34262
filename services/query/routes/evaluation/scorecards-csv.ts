import type { ScorecardView } from '../../../evaluation/view.ts';
import { toCsv } from '../csv.ts';

const COLUMNS = [
  ...[
    'id',
    'name',
    'team',
    'scorecard',
    'from',
    'to',
    'tz',
    'score',
    'score_lower',
    'score_upper',
    'rank',
    'covered',
  ],
  ...[
    'metric',
    'title',
    'variant',
    'unit',
    'value',
    'n',
    'lower',
    'upper',
    'method',
    'goal',
    'direction',
    'points',
  ],
  ...['weight', 'share', 'contribution', 'how', 'left_out', 'peers', 'peers_q1', 'peers_median', 'peers_q3'],
];

/** Scorecards as a table: a row a metric of somebody, beside it what is the same for the whole card. */
export function scorecardsCsv(scorecards: readonly ScorecardView[]): string {
  return toCsv(COLUMNS, scorecards.flatMap(rowsOf));
}

function rowsOf(card: ScorecardView) {
  const { id, name, team, scorecard, period, score, interval, rank, covered } = card;
  return card.metrics.map((metric) => ({
    id,
    name,
    team,
    scorecard: scorecard.id,
    ...period,
    score,
    score_lower: interval?.lower,
    score_upper: interval?.upper,
    rank,
    covered,
    metric: metric.id,
    title: metric.title,
    variant: metric.variant,
    unit: metric.unit,
    value: metric.value,
    n: metric.n,
    lower: metric.interval?.lower,
    upper: metric.interval?.upper,
    method: metric.interval?.method,
    goal: metric.goal,
    direction: metric.direction,
    points: metric.points,
    weight: metric.weight,
    share: metric.share,
    contribution: metric.contribution,
    how: metric.how?.text,
    left_out: metric.left_out?.reason,
    peers: metric.peers.n,
    peers_q1: metric.peers.q1,
    peers_median: metric.peers.median,
    peers_q3: metric.peers.q3,
  }));
}
