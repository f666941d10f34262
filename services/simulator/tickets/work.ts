import type { Shift } from '../people/roster.ts';
import { Random } from '../random.ts';
import { MINUTE } from '../units.ts';

/** A stretch of a shift in which the agent works on tickets. UTC ms. */
export interface Stretch {
  startsAt: number;
  endsAt: number;
}

/**
 * When within a shift somebody at a ticket desk works on tickets: in stretches between the absences, with a
 * few minutes now and then to look up. A pure function of the seed and the shift.
 */
export function stretchesOf(seed: number, shift: Shift): Stretch[] {
  if (shift.sick) return [];
  const random = new Random(seed, 'stretches', shift.agent.id, shift.startsAt);
  const stretches: Stretch[] = [];
  let at = shift.arrivesAt + random.between(1, 4) * MINUTE;
  const workUntil = (limit: number) => {
    while (at < limit - 5 * MINUTE) {
      const endsAt = Math.min(limit - MINUTE, at + random.between(18, 55) * MINUTE);
      stretches.push({ startsAt: Math.round(at), endsAt: Math.round(endsAt) });
      at = endsAt + random.between(2, 6) * MINUTE;
    }
  };
  for (const absence of shift.absences.filter(({ taken }) => taken)) {
    workUntil(absence.startsAt);
    at = Math.max(at, absence.endsAt + random.between(0.2, 2) * MINUTE);
  }
  workUntil(shift.leavesAt);
  return stretches;
}
