import type { Person } from '../people/customers.ts';
import type { QueueProfile } from '../profile.ts';
import { type Random, trait } from '../random.ts';

/** Complaints are conversations with a tag that begins so; the rest of it is the reason. */
const TAG = 'complaint:';

/** How often somebody's contact is a complaint: most people's, and that of the few who complain again and again. */
const SELDOM = 0.035;
const OFTEN = 0.6;
const GRUMBLERS = 0.02;

/** The tag of the complaint that a contact is; null if it is none. */
export function complaintTag(
  queue: QueueProfile,
  { customer, regular }: Person,
  random: Random,
): string | null {
  const often = regular || trait(`${customer.id}/grumbles`) < GRUMBLERS;
  if (!random.chance(often ? OFTEN : SELDOM)) return null;
  const reasons = Object.entries(queue.complaints);
  const total = reasons.reduce((sum, [, weight]) => sum + weight, 0);
  let draw = random.between(0, total);
  for (const [reason, weight] of reasons) {
    draw -= weight;
    if (draw < 0) return TAG + reason;
  }
  return null;
}

export const isComplaint = (tags: readonly string[]): boolean => tags.some((tag) => tag.startsWith(TAG));
