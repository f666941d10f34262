import type { Dimensions } from '../measure/fact.ts';
import type { PinnedCalendar } from './calendars.ts';
import type { Policy } from './policy.ts';

/**
 * What a conversation is promised from a moment on. Its terms are a list in order of time; each holds until the
 * next, and the first also holds for whatever lies before it.
 */
export interface Terms {
  /** UTC ms. */
  readonly from: number;
  /** What held from the event on that brought them. */
  readonly dimensions: Dimensions;
  /** Business calendar of the queue; null: all hours count. */
  readonly calendar: PinnedCalendar | null;
  readonly policy: Policy | null;
  readonly priority: string;
}

/**
 * Adds terms to the end of the list. Terms that another event of the same instant replaces were never in force.
 */
export function pushTerms(list: Terms[], terms: Terms): void {
  if (list.at(-1)?.from === terms.from) list.pop();
  list.push(terms);
}

/**
 * The place of the terms that held during a span and up to its end. Those that begin with the end itself came
 * too late for it: whoever fulfils a promise is judged by what was promised before.
 */
export function termsAtEnd(list: readonly Terms[], from: number, endAt: number): number {
  let low = 0;
  let high = list.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    const at = list[middle]!.from;
    if (at < endAt || at <= from) low = middle;
    else high = middle;
  }
  return low;
}
