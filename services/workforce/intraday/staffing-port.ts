import type { Workload } from '../../domain/erlang/workload.ts';
import type { StaffingTerms } from '../../domain/intraday/service-level.ts';
import type { ForecastRequest } from '../forecast/series-forecast.ts';

/** A queue and channel. */
export interface SeriesName {
  readonly queue: string;
  readonly channel: string;
}

/** What a queue and channel is staffed by. */
export interface SeriesStaffing {
  readonly terms: StaffingTerms;
  /** Instead of the handling time that is forecast, ms; null: that. */
  readonly ahtMs: number | null;
  /** Agents needed for a load of some calls. Throws ErlangError. */
  required(load: Workload): number;
  /** Whether contacts are to be answered at any time of [from, to), UTC ms. */
  isOpen(from: number, to: number): boolean;
}

/** What queues are staffed by; null where contacts wait for no agent to be there (e-mail). */
export type StaffingOf = (series: SeriesName) => SeriesStaffing | null;

/** Reads it: patience is measured. */
export interface IntradayStaffing {
  read(filters: ForecastRequest['filters'], now: number): Promise<StaffingOf>;
}
