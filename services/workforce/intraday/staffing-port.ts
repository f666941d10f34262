import type { Workload } from '../../domain/erlang/workload.ts';
import type { StaffingTerms } from '../../domain/intraday/service-level.ts';

/** What intraday management needs to know of staffing. */
export interface IntradayStaffing {
  /** What a queue and channel is staffed by; null where contacts wait for no agent to be there (e-mail). */
  termsOf(series: { queue: string; channel: string }): StaffingTerms | null;
  /** Agents needed for a load of at least some calls. Throws ErlangError. */
  required(load: Workload, terms: StaffingTerms): number;
}
