import type { Direction, PointsRule } from '../domain/scorecard/points.ts';
import type { CardMetric } from '../domain/scorecard/scorecard.ts';
import { amountText } from '../metrics/amount-text.ts';

/** A text that is not broken over two lines. */
const unbroken = (text: string) => text.replaceAll(' ', '\u00a0');

/** An amount as it stands in a text of several. */
export const toldAmount = (value: number, unit: string) => unbroken(amountText(value, unit));

/** Limits of an amount: `80.1 % – 91.7 %`. */
export const toldLimits = ({ lower, upper }: { lower: number; upper: number }, unit: string) =>
  `${toldAmount(lower, unit)}\u00a0– ${toldAmount(upper, unit)}`;

const SIGNS: Record<Direction, string> = { at_least: '≥', at_most: '≤' };
/** What holds where a step is not reached. */
const OPPOSITES: Record<Direction, string> = { at_least: '<', at_most: '>' };

/** What is to be reached: `≥ 90 %`. */
export const toldGoal = (direction: Direction, goal: number, unit: string) =>
  unbroken(`${SIGNS[direction]} ${amountText(goal, unit)}`);

/** A metric's figures as people read them, in signs and units that every language has. Null where there is none. */
export interface MetricText {
  value: string | null;
  interval: string | null;
  goal: string | null;
  /** The median of the peers. */
  median: string | null;
}

export function metricText({ value, interval, rule, peers }: CardMetric, unit: string): MetricText {
  const text = (amount: number | null) => (amount === null ? null : toldAmount(amount, unit));
  return {
    value: text(value),
    interval: interval === null ? null : toldLimits(interval, unit),
    goal: rule === null || rule.goal === null ? null : toldGoal(rule.direction, rule.goal, unit),
    median: text(peers.quartiles?.median ?? null),
  };
}

/** How the value became points, as `83.3 % → 95.1`: an amount, and the points it gives. */
export function howText(metric: CardMetric, unit: string): string | null {
  const { rule, value, points } = metric;
  if (rule === null) return null;
  const found = value === null || points === null ? [] : [gives(amountText(value, unit), points)];
  switch (rule.kind) {
    case 'linear':
      return [gives(amountText(rule.floor, unit), 0), gives(amountText(rule.goal, unit), 100), ...found].join(
        ' · ',
      );
    case 'steps':
      return [...stepsText(rule, unit), ...found].join(' · ');
    case 'z':
      return zText(metric, rule, unit);
  }
}

const gives = (what: string, points: number) => unbroken(`${what} → ${Number(points.toFixed(1))}`);

function stepsText({ direction, steps }: PointsRule & { kind: 'steps' }, unit: string): string[] {
  const best = steps.toSorted((a, b) => b.points - a.points);
  const last = best.at(-1);
  return [
    ...best.map(({ reach, points }) => gives(`${SIGNS[direction]} ${amountText(reach, unit)}`, points)),
    ...(last === undefined ? [] : [gives(`${OPPOSITES[direction]} ${amountText(last.reach, unit)}`, 0)]),
  ];
}

function zText(
  { value, points, peers: { spread } }: CardMetric,
  { direction }: PointsRule & { kind: 'z' },
  unit: string,
): string {
  if (value === null || points === null || spread === null) return '50 + 10 z';
  const [own, mean] = [amountText(value, unit), amountText(spread.mean, unit)];
  // Where all are alike, each of them is in the middle.
  if (spread.deviation === 0) return gives(`${own} = ${mean}`, points);
  const [more, less] = direction === 'at_least' ? [own, mean] : [mean, own];
  const distance = unbroken(`50 + 10 × (${more} − ${less})`);
  // In one line it is wider than a page has room for.
  return `${distance} ${gives(`÷ ${amountText(spread.deviation, unit)}`, points)}`;
}
