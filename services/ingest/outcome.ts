/** Why a record is given up: a closed list, stable for dashboards, alerts and replays. */
export const DEAD_REASONS = [
  'empty_value',
  'not_wire_format',
  'too_large',
  'unknown_schema',
  'incompatible_schema',
  'undecodable',
  'type_mismatch',
  'invalid',
  'key_mismatch',
  'not_processed',
  'forgotten',
] as const;
export type DeadReason = (typeof DEAD_REASONS)[number];

/** The stages of the pipeline, in order. */
export type Stage = 'decode' | 'validate' | 'enrich';

/**
 * What a stage makes of its input: a value for the next stage, or a dead letter. Only outages and bugs throw.
 */
export type Outcome<T> = { ok: true; value: T } | Dead;

export interface Dead {
  ok: false;
  reason: DeadReason;
  stage: Stage;
  /** Names fields and rules, never values: it is logged. */
  detail: string;
  /** What the letter holds in place of the record's own value, where that has a text in it. */
  instead?: Buffer | null;
  /** The letter holds nothing of the record: neither key nor value nor headers. */
  bare?: true;
}

export function ok<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function dead(stage: Stage, reason: DeadReason, detail: string): Dead {
  return { ok: false, stage, reason, detail };
}
