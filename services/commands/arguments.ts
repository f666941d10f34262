import { InvalidArgumentError } from 'commander';
import { isZone } from '../lib/time/range.ts';

/** A whole number of a range, as the value of an option. */
export function integer(min: number, max: number) {
  return (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** A time, as the value of an option; UTC ms. */
export function instant(text: string): number {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw new InvalidArgumentError('It must be a time such as 2026-01-31T12:00:00Z.');
}

/** A time zone, as the value of an option. */
export function zone(text: string): string {
  if (isZone(text)) return text;
  throw new InvalidArgumentError('It must be an IANA time zone such as Europe/Berlin.');
}
