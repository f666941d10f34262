import type { AtSize, SharedCenter } from './center/shared.ts';
import { atLeast, atMost, type Bench, figure } from './report.ts';

const NAME = 'growth';
const INGEST_KEEPS = 0.85;
const LIVE_GROWS = 1.25;

/** What becomes of ingest, live figures and history when there is a hundred times as much. */
export const growthBench = (center: SharedCenter): Bench => ({
  name: NAME,
  title: 'ingest, live and history at a hundredth, a tenth and the whole of the conversations',
  async run(say) {
    const sizes = await center.figures(say);
    const [small, medium, large] = sizes as [AtSize, AtSize, AtSize];
    const tenfold = large.size.closed / medium.size.closed;
    return [
      ...sizes.flatMap(figuresOf),
      atLeast(NAME, 'ingest, the whole / a hundredth', large.ingest! / small.ingest!, INGEST_KEEPS, ''),
      atMost(NAME, 'live p95, the whole / a hundredth', large.live!.p95 / small.live!.p95, LIVE_GROWS, ''),
      atMost(
        NAME,
        'history of 90 d, p95, the whole / a tenth (less than linear)',
        large.history!['90d'].p95 / medium.history!['90d'].p95,
        tenfold,
        '',
      ),
    ];
  },
});

function figuresOf({ size, ingest, live, history }: AtSize) {
  const at = `at ${size.closed.toLocaleString('en')}`;
  return [
    figure(NAME, `ingest ${at}`, ingest!, '/s'),
    figure(NAME, `live p95 ${at}`, live!.p95, ' ms'),
    figure(NAME, `history of 90 d, p95 ${at}`, history!['90d'].p95, ' ms'),
  ];
}
