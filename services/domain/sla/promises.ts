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

export function noPromises(): Promises {
  return { under: [], lastPlace: [], last: -1, areOfTheQueue: true };
}

/** Takes note of what the terms promise that were not looked at. */
export function notePromises(promises: Promises, metric: SlaMetric, terms: readonly Terms[]): void {
  const { under, lastPlace } = promises;
  for (let place = under.length; place < terms.length; place++) {
    const { calendar } = terms[place]!;
    const promised = promisedUnder(terms[place]!, metric);
    if (promised !== null) {
      promises.last = place;
      if (promised.calendar?.hash !== calendar?.hash) promises.areOfTheQueue = false;
    }
    under.push(promised);
    lastPlace.push(promises.last);
  }
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
