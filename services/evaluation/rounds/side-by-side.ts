import type { ScorecardView } from '../view.ts';
import type { RoundDesk } from './desk.ts';
import { cardsOfRound, type PinnedView } from './detail.ts';
import type { RecordedRound } from './rounds.ts';
import { type RoundSummary, summaryOf } from './view.ts';

type MetricView = ScorecardView['metrics'][number];

/** Figures of several rounds; every list beside `rounds` has one place a round, in the same order. */
export interface RoundsSideBySide {
  rounds: (Pick<RoundSummary, 'id' | 'team' | 'name' | 'state' | 'period'> & { pinned: PinnedView | null })[];
  people: PersonRow[];
}

interface PersonRow {
  id: string;
  name: string;
  scores: (number | null)[];
  metrics: MetricRow[];
}

interface MetricRow {
  metric: string;
  variant?: string;
  title: string;
  unit: string;
  figures: (Pick<MetricView, 'value' | 'n' | 'interval' | 'goal' | 'direction' | 'points'> | null)[];
}

/**
 * The figures of each agent in each round: pinned where they are, else as they stand now.
 *
 * @param rounds the first first
 * @param agents whose figures; everybody's where nobody is named
 */
export async function sideBySide(
  desk: RoundDesk,
  rounds: readonly RecordedRound[],
  agents: readonly string[] | null,
): Promise<RoundsSideBySide> {
  const found = await Promise.all(rounds.map((recorded) => cardsOfRound(desk, recorded)));
  const people = new Map<string, string>();
  for (const { agent, name } of rounds.flatMap(({ round }) => round.members)) {
    if (agents === null || agents.includes(agent)) people.set(agent, name);
  }
  return {
    rounds: rounds.map((recorded, i) => {
      const { id, team, name, state, period } = summaryOf(recorded);
      return { id, team, name, state, period, pinned: found[i]!.pinned };
    }),
    people: [...people].map(([id, name]) => {
      const cards = found.map(({ cards: of }) => of.get(id) ?? null);
      return { id, name, scores: cards.map((card) => card?.score ?? null), metrics: metricRows(cards) };
    }),
  };
}

/** Metrics in the order in which the newest round has them; those that it no longer has come last. */
function metricRows(cards: readonly (ScorecardView | null)[]): MetricRow[] {
  const metrics = new Map<string, MetricView>();
  for (const metric of cards.toReversed().flatMap((card) => card?.metrics ?? [])) {
    if (!metrics.has(keyOf(metric))) metrics.set(keyOf(metric), metric);
  }
  return [...metrics].map(([key, { id, variant, title, unit }]) => ({
    metric: id,
    ...(variant === undefined ? {} : { variant }),
    title,
    unit,
    figures: cards.map((card) => figuresOf(card?.metrics.find((metric) => keyOf(metric) === key))),
  }));
}

function figuresOf(metric: MetricView | undefined): MetricRow['figures'][number] {
  if (metric === undefined) return null;
  const { value, n, interval, goal, direction, points } = metric;
  return { value, n, interval, goal, direction, points };
}

const keyOf = ({ id, variant }: Pick<MetricView, 'id' | 'variant'>) => `${id} ${variant ?? ''}`;
