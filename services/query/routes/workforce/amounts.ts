import { z } from 'zod';
import { parseDuration } from '../../../lib/duration.ts';
import type { Fault } from '../../../lib/errors.ts';

/** Amounts of a question in words of people. Each reader adds a fault, and gives undefined, where there is none. */

/**
 * Parameters are read by what they mean, so that all faults are told at once and in the same words. One that is empty is not
 * given: dashboards have boxes for them.
 */
export const amount = z
  .string()
  .transform((text) => text || undefined)
  .optional();

interface Bounds {
  readonly path: string;
  /** Said where it does not hold, such as `must be a share from 0 to below 1, such as 0.3`. */
  readonly must: string;
  readonly holds: (value: number) => boolean;
  /** Whether it may be written per cent as well: `30%` is 0.3. */
  readonly isShare?: boolean;
}

const NUMBER = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)( ?%)?$/i;

/** A number. */
export function readNumber(text: string | undefined, bounds: Bounds, faults: Fault[]): number | undefined {
  if (text === undefined) return undefined;
  const [, figure, perCent] = NUMBER.exec(text) ?? [];
  const unit = perCent === undefined ? 1 : bounds.isShare ? 100 : Number.NaN;
  const value = Number(figure) / unit;
  if (Number.isFinite(value) && bounds.holds(value)) return value;
  faults.push({ path: bounds.path, message: bounds.must });
  return undefined;
}

/** A duration: seconds, or with a unit as `180s`, `3m`; ms. */
export function readDuration(text: string | undefined, bounds: Bounds, faults: Fault[]): number | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : parseDuration(text);
  if (ms !== null && Number.isFinite(ms) && bounds.holds(ms)) return ms;
  faults.push({ path: bounds.path, message: bounds.must });
  return undefined;
}
