import { RANGES } from './center/panels.ts';
import type { SharedCenter } from './center/shared.ts';
import { atMost, type Bench, figure } from './report.ts';

const NAME = 'history';
const GOAL_MS = 100;
const SLOWEST = 10;

/** What the panels of all dashboards ask for, over three ranges. */
export const historyBench = (center: SharedCenter): Bench => ({
  name: NAME,
  title: 'the panels of all dashboards over 24 h, 7 d and 90 d',
  async run(say) {
    const { history, size } = (await center.figures(say)).at(-1)!;
    const lines = [
      figure(NAME, 'conversations, closed', size.closed, ''),
      figure(NAME, 'facts', size.facts, ''),
    ];
    for (const range of RANGES) {
      const { p50, p95, each } = history![range];
      const silent = each.filter((panel) => panel.p95 === Number.POSITIVE_INFINITY).length;
      const slow = each.filter((panel) => panel.p95 > GOAL_MS).sort((a, b) => b.p95 - a.p95);
      for (const panel of slow.slice(0, SLOWEST)) say(`${range}: ${Math.round(panel.p95)} ms, ${panel.name}`);
      lines.push(
        atMost(NAME, `${range}, all panels, p95`, p95, GOAL_MS, ' ms'),
        figure(NAME, `${range}, all panels, p50`, p50, ' ms'),
        { ...atMost(NAME, `${range}, panels without an answer`, silent, 0, ''), ratio: silent === 0 ? 1 : 0 },
        figure(NAME, `${range}, panels above ${GOAL_MS} ms of ${each.length}`, slow.length, ''),
      );
    }
    return lines;
  },
});
