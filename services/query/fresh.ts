import { type Freshness, readFreshness } from '../metrics/freshness.ts';
import type { RouteDeps } from './deps.ts';

/** How fresh answers are, read once for all who ask while it is read. @param now UTC ms */
export function sharedFreshness(
  { clickhouse, share }: Pick<RouteDeps, 'clickhouse' | 'share'>,
  now: number,
): Promise<Freshness> {
  return share('freshness', () => readFreshness(clickhouse, now));
}
