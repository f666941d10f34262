import type { OutgoingEvent } from '../domain/events/event.ts';
import { backoffMs } from '../lib/backoff.ts';
import { codeOf } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import { unlessAborted } from '../lib/unless-aborted.ts';
import { batchesOf } from './batches.ts';
import type { Clock } from './clock.ts';
import { belongsAtOf, conversationsBetween } from './events-between.ts';
import type { Profile } from './profile.ts';
import { BACKOFF, type Sender } from './sender.ts';
import { DAY } from './units.ts';

const WEEK = 7 * DAY;
const BATCH = 4_000;

export interface FillOptions {
  profile: Profile;
  seed: number;
  /** What is left: conversations that were opened from `opensAt` on, before `filledFrom`. UTC ms. */
  opensAt: number;
  filledFrom: number;
  /** The present that the history ends with, UTC ms: all that becomes of these conversations lies before it. */
  historyEnd: number;
  sender: Sender;
  /** Resolves once all that was acknowledged before a time, UTC ms, is stored. */
  stored: (since: number) => Promise<void>;
  clock: Clock;
  signal: AbortSignal;
  log: Pick<Log, 'warn'>;
  /** Hears after each batch how many events are sent, and from when on history is there, about; UTC ms. */
  onSent: (events: number, about: number) => void;
  /** Hears that everything of the conversations opened since then is acknowledged, UTC ms. */
  onFilled: (filledFrom: number) => void;
}

/**
 * Sends history backwards, week by week, beside what is live, so that the newest weeks are there first. A week is all that
 * becomes of the conversations opened in it, one after the other (`conversationsBetween`).
 *
 * Live events queue up behind it in Kafka, so no more is under way than one batch: it waits until that is stored, and
 * then rests for as long as it took. So it takes half of what the machine can do at most, whatever machine that is.
 */
export async function fillOlder(options: FillOptions): Promise<void> {
  const { profile, seed, opensAt, historyEnd, signal, onSent, onFilled } = options;
  for (let to = options.filledFrom; to > opensAt && !signal.aborted; ) {
    const from = Math.max(opensAt, to - WEEK);
    const days = conversationsBetween({ profile, seed, opensAt: from, closesAt: to, from, to: historyEnd });
    for await (const batch of batchesOf(days, BATCH)) {
      if (!signal.aborted) await sendAndRest(batch, options);
      if (signal.aborted) return;
      onSent(batch.length, to - (belongsAtOf(batch.at(-1)!) - from));
    }
    onFilled(from);
    to = from;
  }
}

async function sendAndRest(batch: readonly OutgoingEvent[], options: FillOptions): Promise<void> {
  const { sender, clock, signal } = options;
  const begun = clock.now();
  await sender.send(batch);
  await unlessAborted(sender.idle(), signal);
  await untilStored(options);
  const now = clock.now();
  await clock.sleepUntil(now + (now - begun), signal);
}

/** Resolves once all that is acknowledged by now is stored, or when aborted; tries again while nobody can tell. */
async function untilStored({ stored, clock, signal, log }: FillOptions): Promise<void> {
  const since = clock.now();
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      return await unlessAborted(stored(since), signal);
    } catch (error) {
      const waitMs = Math.round(backoffMs(attempt, BACKOFF));
      log.warn({ code: codeOf(error), attempt, waitMs }, 'not known whether history is stored, asking again');
      await clock.sleepUntil(clock.now() + waitMs, signal);
    }
  }
}
