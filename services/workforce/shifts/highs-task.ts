import type { Programme } from '../../domain/shifts/programme.ts';

/** What the thread of a solve is given. */
export interface SolveTask {
  programme: Programme;
  start: Float64Array;
  limitMs: number;
  gap: number;
  target?: number | undefined;
}

/** What it tells: better solutions and bounds as they are found, then how it ended. */
export type SolveNews =
  | { kind: 'better'; values: Float64Array }
  | { kind: 'bound'; bound: number }
  | { kind: 'done'; values: Float64Array | null; bound: number };
