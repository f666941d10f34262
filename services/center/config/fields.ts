import { z } from 'zod';
import { CHANNELS } from '../../domain/timeline/timeline.ts';
import { parseDuration } from '../../lib/duration.ts';

/** Priorities as events carry them. */
export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

export const id = z.string().min(1, 'must not be empty').max(200);

/** `20s`, `4h`, `1h30m`; ms. */
export const duration = z.string('must be a duration such as 20s, 4h or 1h30m').transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== null) return ms;
  context.addIssue({ code: 'custom', message: 'must be a duration such as 20s, 4h or 1h30m' });
  return z.NEVER;
});

/** Of times that would mean nothing, or everything at once, if they were none. */
export const atLeastASecond = duration.refine((ms) => ms >= 1_000, 'must be a second or more');

export const channel = z.enum(CHANNELS as [string, ...string[]]);

/** One value or several of them. */
export function oneOrMore<Item extends z.ZodType>(item: Item) {
  return z.union([item.transform((value) => [value]), z.array(item)]);
}
