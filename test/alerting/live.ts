import type { LiveState } from '../../services/live/live-state.ts';

/** A live state that hears of nothing. */
export const NO_LIVE: LiveState = {
  mirror: () => null,
  status: () => 'cut_off',
  freshness: () => ({ asOf: null, lagMs: null }),
  reaches: () => false,
  close() {},
};
