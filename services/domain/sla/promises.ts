import type { PinnedCalendar } from './calendars.ts';
import { budgetOf, type SlaMetric } from './policy.ts';
import type { Terms } from './terms.ts';

/** A target that a conversation has under some terms. */
export interface Promised {
  readonly policy: string;
  readonly budgetMs: number;
  readonly calendar: PinnedCalendar | null;
}

/** What a conversation was promised on one metric, by the place of the terms. */
export interface Promises {
  /** Null: these terms promise nothing. */
  readonly under: readonly (Promised | null)[];
  /** The place of the last terms up to this one that promise something, -1 if none does. */
  readonly lastPlace: readonly number[];
}

/** Null where no terms promise anything on the metric. */
export function promisesOn(metric: SlaMetric, terms: readonly Terms[]): Promises | null {
  const under = new Array<Promised | null>(terms.length);
  const lastPlace = new Array<number>(terms.length);
  let last = -1;
  for (let place = 0; place < terms.length; place++) {
    const promised = promisedUnder(terms[place]!, metric);
    if (promised !== null) last = place;
    under[place] = promised;
    lastPlace[place] = last;
  }
  return last < 0 ? null : { under, lastPlace };
}

function promisedUnder({ policy, priority }: Terms, metric: SlaMetric): Promised | null {
  if (policy === null) return null;
  for (const target of policy.targets) {
    if (target.metric !== metric) continue;
    const budgetMs = budgetOf(target, priority);
    return budgetMs === null ? null : { policy: policy.id, budgetMs, calendar: target.calendar };
  }
  return null;
}
