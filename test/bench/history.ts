import type { PanelCost } from './center/costs.ts';
import type { Asked } from './center/measured.ts';
import { RANGES, type Range } from './center/panels.ts';
import type { SharedCenter } from './center/shared.ts';
import { atMost, type Bench, figure, type Line } from './report.ts';

const NAME = 'history';
/** Of all panels together, p95, ms. The center is not as old as 400 days. */
const GOAL_MS: Readonly<Record<Range, number | null>> = { '24h': 60, '7d': 80, '90d': 100, '400d': null };
/** What a panel of its own must not take, ms. */
const SLOW_MS = 100;
const SLOWEST_MS = 250;
const MEMORY_MB = 300;
const MB = 1_000_000;
const SLOWEST = 10;

/** What the panels of all dashboards ask for, over four ranges, and what that takes of the engine. */
export const historyBench = (center: SharedCenter): Bench => ({
  name: NAME,
  title: 'the panels of all dashboards over 24 h, 7 d, 90 d and 400 d',
  async run(say, keep) {
    const { history, costs, size } = (await center.figures(say)).at(-1)!;
    keep?.({
      size,
      panels: Object.fromEntries(RANGES.map((range) => [range, panelsOf(history![range], costs![range])])),
    });
    const slowest = Math.max(...history!['90d'].each.map(({ p95 }) => p95));
    const memory = Math.max(...Object.values(costs!).flatMap((of) => of.map((cost) => cost.memory)));
    return [
      figure(NAME, 'conversations, closed', size.closed, ''),
      figure(NAME, 'facts', size.facts, ''),
      ...RANGES.flatMap((range) => linesOf(range, history![range], costs![range], say)),
      atMost(NAME, '90d, the slowest panel', slowest, SLOWEST_MS, ' ms'),
      atMost(NAME, 'most memory of a statement, all ranges', memory / MB, MEMORY_MB, ' MB'),
    ];
  },
});

function linesOf(
  range: Range,
  { p50, p95, each }: Asked,
  costs: readonly PanelCost[],
  say: (line: string) => void,
): Line[] {
  const silent = each.filter((panel) => panel.p95 === Number.POSITIVE_INFINITY).length;
  const slow = each.filter((panel) => panel.p95 > SLOW_MS).sort((a, b) => b.p95 - a.p95);
  for (const panel of slow.slice(0, SLOWEST)) say(`${range}: ${Math.round(panel.p95)} ms, ${panel.name}`);
  const [large] = [...costs].sort((a, b) => b.rows - a.rows);
  say(`${range}: ${large!.rows.toLocaleString('en')} rows read, ${large!.panel}`);
  const goal = GOAL_MS[range];
  const what = `${range}, all panels, p95`;
  return [
    goal === null ? figure(NAME, what, p95, ' ms') : atMost(NAME, what, p95, goal, ' ms'),
    figure(NAME, `${range}, all panels, p50`, p50, ' ms'),
    { ...atMost(NAME, `${range}, panels without an answer`, silent, 0, ''), ratio: silent === 0 ? 1 : 0 },
    figure(NAME, `${range}, panels above ${SLOW_MS} ms of ${each.length}`, slow.length, ''),
    figure(NAME, `${range}, most rows that a panel reads`, large!.rows, ''),
  ];
}

function panelsOf({ each }: Asked, costs: readonly PanelCost[]) {
  const costOf = new Map(costs.map(({ panel, ...cost }) => [panel, cost]));
  return each.map(({ name, p50, p95 }) => ({ panel: name, p50, p95, ...costOf.get(name) }));
}
