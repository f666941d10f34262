import type { DurationUnit } from './mapping.ts';

const YES = new Set(['true', 'yes', 'y', '1']);
const NO = new Set(['false', 'no', 'n', '0']);

/** `true`, `yes`, `y`, `1` and their opposites in any case; null for all else. */
export function parseBoolean(text: string): boolean | null {
  const word = text.toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : null;
}

/** A decimal number; the other one of `.` and `,` groups thousands. Null where it is none. */
export function parseNumber(text: string, decimal: '.' | ','): number | null {
  const grouped = decimal === '.' ? /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/ : /^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$/;
  const plain = decimal === '.' ? /^[+-]?\d+(\.\d+)?$/ : /^[+-]?\d+(,\d+)?$/;
  if (!plain.test(text) && !grouped.test(text)) return null;
  return Number(text.replaceAll(decimal === '.' ? ',' : '.', '').replace(decimal, '.'));
}

const UNIT_MS = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000 } as const;

/**
 * A duration in ms, such as `61`, `1,5` or (unit `h:m:s`) `1:02:03`, `2:03`, and as switches print them `0:01'05` and
 * `000105`. Null where it is none.
 */
export function parseDuration(text: string, unit: DurationUnit, decimal: '.' | ','): number | null {
  if (unit !== 'h:m:s') {
    const number = parseNumber(text, decimal);
    return number === null ? null : Math.round(number * UNIT_MS[unit]);
  }
  const parts = /^(?:(\d+):)?(\d{1,2})[:'](\d{2})$/.exec(text) ?? /^(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (!parts) return null;
  const [, hours = '0', minutes, seconds] = parts;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
}

const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s?([AP])M?)?$/i;

/** A clock such as `18:05`, `18:05:07.5`, `6:05 PM` and `06:05P`: ms since midnight. Null where it is none. */
export function parseClock(text: string): number | null {
  const parts = CLOCK.exec(text);
  if (!parts) return null;
  const [, written, minute, second = '0', fraction = '', half] = parts;
  if (half !== undefined && (+written! < 1 || +written! > 12)) return null;
  const hour = half === undefined ? +written! : (+written! % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
  if (hour > 23 || +minute! > 59 || +second > 59) return null;
  return ((hour * 60 + +minute!) * 60 + +second) * 1_000 + Number(fraction.padEnd(3, '0').slice(0, 3));
}
