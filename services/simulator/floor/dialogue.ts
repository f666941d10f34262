import type { Random, Spread } from '../random.ts';
import { MINUTE, SECOND } from '../units.ts';

/** One message of a chat. */
export interface Line {
  at: number;
  by: 'agent' | 'customer' | 'note';
}

/** How long customers take to write back. */
const CUSTOMER_PACE: Record<'chat' | 'messaging', Spread> = {
  chat: { medianMs: 24 * SECOND, sigma: 0.7 },
  messaging: { medianMs: 42 * SECOND, sigma: 1 },
};
const LONGEST_SILENCE_MS = 6 * MINUTE;
/** Agents end a chat when the customer has been silent for this long. */
const GIVE_UP_MS = 4 * MINUTE;

/**
 * What agent and customer write to each other from `at` on, and when it is over. `answering` is how long the
 * agent takes to write.
 */
export function dialogue(
  at: number,
  channel: 'chat' | 'messaging',
  answering: Spread,
  random: Random,
): { lines: Line[]; endsAt: number; vanished: boolean } {
  const lines: Line[] = [{ at: at + random.between(3, 14) * SECOND, by: 'agent' }];
  let now = lines[0]!.at;
  let exchanges = 2;
  while (exchanges < 14 && random.chance(0.63)) exchanges++;
  for (let i = 0; i < exchanges; i++) {
    if (i > 0 && random.chance(0.012)) return { lines, endsAt: now + GIVE_UP_MS, vanished: true };
    now += Math.min(LONGEST_SILENCE_MS, random.duration(CUSTOMER_PACE[channel]));
    lines.push({ at: now, by: 'customer' });
    now += random.duration(answering);
    if (random.chance(0.02)) lines.push({ at: now - SECOND, by: 'note' });
    lines.push({ at: now, by: 'agent' });
  }
  now += random.between(4, 25) * SECOND;
  if (random.chance(0.5)) lines.push({ at: now, by: 'customer' });
  return { lines, endsAt: now + random.between(3, 20) * SECOND, vanished: false };
}
