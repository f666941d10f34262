import type { SharedCenter } from './center/shared.ts';
import { atMost, type Bench, figure } from './report.ts';

const NAME = 'live';
const GOAL_MS = 10;
const READY_MS = 5_000;
const CPU_MS = 8;

/** `/api/v1/live/*` with 100,000 conversations open among all that are stored. */
export const liveBench = (center: SharedCenter): Bench => ({
  name: NAME,
  title: 'the live board with 100,000 open conversations',
  async run(say) {
    const { live, size } = (await center.figures(say)).at(-1)!;
    return [
      figure(NAME, 'conversations, closed', size.closed, ''),
      figure(NAME, 'conversations, open', size.open, ''),
      atMost(NAME, 'all routes, p95', live!.p95, GOAL_MS, ' ms'),
      atMost(NAME, 'processor time a board, query service and engine', live!.cpuMs, CPU_MS, ' ms'),
      atMost(
        NAME,
        'from the start of the query service until it answers from memory',
        live!.readyMs,
        READY_MS,
        ' ms',
      ),
      ...live!.each.map(({ name, p95 }) => figure(NAME, `${name}, p95`, p95, ' ms')),
    ];
  },
});
