import type { Cycle } from '../sla/cycle.ts';
import type { Fact } from './fact.ts';

/** What the rules write down about a conversation. */
export interface Sheet {
  /** Facts whose time is all that lies between `at` and `endedAt`; their business time is taken at the end. */
  readonly spans: Fact[];
  /** Facts whose time is a part of that; who makes them knows their business time. */
  readonly sums: Fact[];
  /** What targets can have been set on. */
  readonly cycles: Cycle[];
}
