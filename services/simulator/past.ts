import { unlessAborted } from '../lib/unless-aborted.ts';
import { batchesOf } from './batches.ts';
import { conversationsBetween } from './events-between.ts';
import type { Profile } from './profile.ts';
import type { Sender } from './sender.ts';
import type { SimulatorState } from './state.ts';

const BATCH = 2_000;

/** Time that is over and still to be sent, UTC ms. */
export interface Stretch {
  from: number;
  to: number;
  /** Of the conversations opened before it, all that lies in the stretch is acknowledged. */
  openedThrough: number;
}

/** What is left of the past before a time: of what was begun, the rest; then what came since. */
export function stretchesBefore(
  target: number,
  { historyStart, sentThrough, catchingUp }: SimulatorState,
): Stretch[] {
  const begun = catchingUp === undefined ? [] : [{ from: sentThrough, ...catchingUp }];
  const from = catchingUp?.to ?? sentThrough;
  return from < target ? [...begun, { from, to: target, openedThrough: historyStart }] : begun;
}

export interface PastOptions {
  profile: Profile;
  seed: number;
  sender: Sender;
  signal: AbortSignal;
}

/**
 * Sends a stretch a conversation after the other, so that at no moment one that ended long ago seems to wait still.
 * Resolves when all of it is acknowledged (true), or when aborted (false).
 */
export async function sendPast(
  { from, to, openedThrough }: Stretch,
  { profile, seed, sender, signal }: PastOptions,
): Promise<boolean> {
  const days = conversationsBetween({ profile, seed, opensAt: openedThrough, from, to });
  for await (const batch of batchesOf(days, BATCH)) {
    if (signal.aborted) return false;
    await sender.send(batch);
  }
  await unlessAborted(sender.idle(), signal);
  return !signal.aborted;
}
