import type { Dimension } from '../definition/metric.ts';
import type { LiveQueue } from './board.ts';

/** A figure of this moment that alert rules may watch. */
export interface LiveFigure {
  id: string;
  unit: 'count' | 'ms';
  dimensions: readonly Dimension[];
  /** It is the same in each channel of a queue, and cannot be added up over queues. */
  perQueue: boolean;
  of(row: LiveQueue): number | null;
  /** What several queues or channels give together. */
  together: 'sum' | 'greatest';
  /** What it is where nothing is there to be shown: of what is counted 0, of others not known. */
  empty: 0 | null;
}

const DIMENSIONS: readonly Dimension[] = ['queue', 'channel'];

const counted = (id: string, of: LiveFigure['of']): LiveFigure => ({
  id,
  unit: 'count',
  dimensions: DIMENSIONS,
  perQueue: false,
  of,
  together: 'sum',
  empty: 0,
});

const agents = (id: string, of: LiveFigure['of']): LiveFigure => ({
  ...counted(id, of),
  perQueue: true,
  together: 'greatest',
  empty: null,
});

export const LIVE_FIGURES: readonly LiveFigure[] = [
  counted('waiting', ({ waiting }) => waiting),
  {
    ...counted('longest_wait', ({ longestWaitMs }) => longestWaitMs ?? 0),
    unit: 'ms',
    together: 'greatest',
  },
  counted('handling', ({ handling }) => handling),
  counted('at_risk', ({ atRisk }) => atRisk),
  counted('breached', ({ breached }) => breached),
  agents('agents_available', ({ agentsAvailable }) => agentsAvailable),
  agents('agents_busy', ({ agentsBusy }) => agentsBusy),
  agents('agents_away', ({ agentsAway }) => agentsAway),
  {
    ...counted('estimated_wait', ({ estimatedWaitMs }) => estimatedWaitMs),
    unit: 'ms',
    perQueue: true,
    together: 'greatest',
    empty: null,
  },
];

const byId = new Map(LIVE_FIGURES.map((figure) => [figure.id, figure]));

export function findLiveFigure(id: string): LiveFigure | undefined {
  return byId.get(id);
}
