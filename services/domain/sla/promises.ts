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
  readonly under: (Promised | null)[];
  /** The place of the last terms up to this one that promise something, -1 if none does. */
  readonly lastPlace: number[];
  /** The last of these. */
  last: number;
  /** Whether they all count by the hours of the queues themselves. */
  areOfTheQueue: boolean;
}

export function promisesOn(metric: SlaMetric, terms: readonly Terms[]): Promises {
  const promises: Promises = {
    under: new Array(terms.length),
    lastPlace: new Array(terms.length),
    last: -1,
    areOfTheQueue: true,
  };
  for (let place = 0; place < terms.length; place++) note(promises, metric, terms[place]!, place);
  return promises;
}

/** Takes note of what the terms promise that were not looked at. */
export function notePromises(promises: Promises, metric: SlaMetric, terms: readonly Terms[]): void {
  for (let place = promises.under.length; place < terms.length; place++)
    note(promises, metric, terms[place]!, place);
}

function note(promises: Promises, metric: SlaMetric, terms: Terms, place: number): void {
  const promised = promisedUnder(terms, metric);
  if (promised !== null) {
    promises.last = place;
    if (promised.calendar?.hash !== terms.calendar?.hash) promises.areOfTheQueue = false;
  }
  promises.under[place] = promised;
  promises.lastPlace[place] = promises.last;
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
