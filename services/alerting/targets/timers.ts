import { conversationIdOf, streamOf } from '../../domain/timeline/conversation-key.ts';
import { atLeast } from '../../live/columns.ts';
import type { Mirror } from '../../live/mirror.ts';
import { KIND, NO_SEQ } from '../../live/rows.ts';
import type { Target } from './target.ts';

/** The times at which something is to be said of the targets of a mirror. UTC ms. */
export interface Timers {
  /**
   * Running targets one of whose times is `until` or before. Of one that stays as it is each time is given once; one
   * that has had news is given again.
   */
  take(until: number): Target[];
  /** The first time after that; before all times where not all targets have been looked at. */
  readonly next: number;
}

/** Most targets whose times are found out in one go: those of a mirror that was just filled are many. */
const MAX_FRESH = 2_000;

/** @param timesOf the times at which rules say something about a target; it is asked again when one has passed */
export function createTimers(
  { rows, keyOf }: Mirror,
  timesOf: (target: Target) => readonly number[],
  maxFresh = MAX_FRESH,
): Timers {
  /** By row: what stood in it when its times were found out, and the first of them that has not been given. */
  let known = new Uint32Array(0);
  let nextOf = new Float64Array(0);
  let next = Number.NEGATIVE_INFINITY;

  function targetAt(row: number): Target {
    const { at, traits, owner, seq, budget, spent } = rows.columns;
    const { label, customer_tier: customerTier, ...of } = rows.traits.of(traits[row]!);
    const { queue, team, agent, channel, priority, policy } = of;
    const key = keyOf(owner[row]!);
    return {
      ...{ stream: streamOf(key), conversationId: conversationIdOf(key), metric: label, seq: seq[row]! },
      ...{ queue, team, agent, channel, priority, customerTier, policy },
      ...{ state: 'active', dueAt: at[row]!, budgetMs: budget[row]!, spentMs: spent[row]! },
    };
  }

  return {
    take(until) {
      const { kind, seq, stamp, end } = rows.columns;
      known = atLeast(known, end);
      nextOf = atLeast(nextOf, end);
      const taken: Target[] = [];
      let fresh = 0;
      next = Number.POSITIVE_INFINITY;
      for (let row = 0; row < end; row++) {
        if (kind[row] !== KIND.sla_target || seq[row] === NO_SEQ) continue;
        const isFresh = known[row] !== stamp[row];
        if (isFresh && fresh++ >= maxFresh) {
          next = Number.NEGATIVE_INFINITY;
          continue;
        }
        if (isFresh || nextOf[row]! <= until) {
          const target = targetAt(row);
          const times = timesOf(target);
          if (times.some((time) => time <= until)) taken.push(target);
          known[row] = stamp[row]!;
          nextOf[row] = Math.min(...times.filter((time) => time > until));
        }
        next = Math.min(next, nextOf[row]!);
      }
      return taken;
    },
    get next() {
      return next;
    },
  };
}
