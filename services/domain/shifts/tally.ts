import { beginsOf } from './break-chains.ts';
import type { Candidate } from './candidates.ts';
import { firstOf, visitShares } from './cover.ts';
import type { Setting } from './groups.ts';
import type { BreakRule } from './problem.ts';
import type { Duty } from './rota.ts';

/** Who is present when, as duties come and go. */
export interface Tally {
  add(duty: Duty): void;
  remove(duty: Duty): void;
  /** By how much a duty would lessen what missing agents cost. */
  saved(duty: Duty): number;
  /** By how much a shift would lessen that if it had no breaks: it never lessens it more. */
  mostSaved(candidate: Candidate): number;
  /** A duty whose breaks are when they hurt least. */
  withBreaks(candidate: Candidate): Duty;
}

export function createTally({ problem, edges, penalty }: Setting): Tally {
  const { required, intervalMs } = problem;
  const present = new Float64Array(required.length);
  const change = (from: number, to: number, sign: number) =>
    visitShares(edges, from, to, (at, share) => {
      present[at]! += sign * share;
    });
  const apply = ({ candidate, breaks }: Duty, sign: number) => {
    change(candidate.startsAt, candidate.endsAt, sign);
    breaks.forEach((at, i) => {
      change(at, at + candidate.pattern.breaks[i]!.lengthMs, -sign);
    });
  };

  function missingIn(first: number, last: number): number {
    let missing = 0;
    for (let at = first; at <= last && at < required.length; at++)
      missing += Math.max(0, required[at]! - present[at]!);
    return missing;
  }

  /** The begin at which it adds least to what is missing; of these, where the most are present beyond need. */
  function bestBegin(rule: BreakRule, startsAt: number): number {
    let best = startsAt + rule.afterMs;
    let bestHarm = Number.POSITIVE_INFINITY;
    let bestSpare = 0;
    for (let i = 0; i < beginsOf(rule, intervalMs); i++) {
      const at = startsAt + rule.afterMs + i * intervalMs;
      let harm = 0;
      let spare = 0;
      visitShares(edges, at, at + rule.lengthMs, (interval, share) => {
        const over = present[interval]! - required[interval]!;
        spare += over * share;
        harm += Math.max(0, share - Math.max(0, over));
      });
      if (harm > bestHarm - 1e-9 && (harm > bestHarm + 1e-9 || spare <= bestSpare)) continue;
      best = at;
      bestHarm = harm;
      bestSpare = spare;
    }
    return best;
  }

  return {
    add: (duty) => apply(duty, 1),
    remove: (duty) => apply(duty, -1),
    saved(duty) {
      const first = firstOf(edges, duty.candidate.startsAt);
      const last = firstOf(edges, duty.candidate.endsAt);
      const before = missingIn(first, last);
      apply(duty, 1);
      const after = missingIn(first, last);
      apply(duty, -1);
      return penalty * (before - after);
    },
    mostSaved({ startsAt, endsAt }) {
      let saved = 0;
      visitShares(edges, startsAt, endsAt, (at, share) => {
        saved += Math.max(0, Math.min(share, required[at]! - present[at]!));
      });
      return penalty * saved;
    },
    withBreaks(candidate) {
      const { startsAt, endsAt, pattern } = candidate;
      change(startsAt, endsAt, 1);
      const breaks: number[] = [];
      for (const rule of pattern.breaks) {
        const at = bestBegin(rule, startsAt);
        change(at, at + rule.lengthMs, -1);
        breaks.push(at);
      }
      apply({ candidate, breaks }, -1);
      return { candidate, breaks };
    },
  };
}
