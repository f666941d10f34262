import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OutgoingEvent } from '../domain/events/event.ts';
import type { EventProducer } from '../lib/event-producer.ts';
import { createLatch } from '../lib/latch.ts';
import type { Log } from '../lib/log.ts';
import { unlessAborted } from '../lib/unless-aborted.ts';
import { begin, type HistoryOptions, profileOf } from './begin.ts';
import { type Checkpoints, createCheckpoints } from './checkpoints.ts';
import type { Clock } from './clock.ts';
import { belongsAtOf, daysBetween } from './events-between.ts';
import { fillOlder } from './fill.ts';
import { sendPast, stretchesBefore } from './past.ts';
import type { Profile } from './profile.ts';
import { BACKOFF, createSender, type Sender } from './sender.ts';
import type { SimulatorState } from './state.ts';

/** How far the back-fill is, or the catching up after a pause. */
export interface Progress {
  /**
   * What is sent: the history, also where it goes on after a restart; what happened while nobody ran it; or the older
   * history, which is filled in beside what is live.
   */
  phase: 'history' | 'missed' | 'older';
  /** How long that is, ms. */
  spanMs: number;
  /** Events acknowledged since the start. */
  sent: number;
  /** Of the whole phase, from 0 to 1; 1 is reported once, when everything up to the present is acknowledged. */
  fraction: number;
  /** How far it is, about, UTC ms: of what is over, by when conversations were opened; the older history goes backwards. */
  at: number;
}

export interface SimulatorOptions extends HistoryOptions {
  producer: EventProducer;
  clock: Clock;
  /** With `newestFirst`: resolves once all that was acknowledged before a time, UTC ms, is stored. */
  stored?: (since: number) => Promise<void>;
  onProgress?: (progress: Progress) => void;
  signal: AbortSignal;
  log: Pick<Log, 'info' | 'warn'>;
}

const BATCH = 2_000;
const LANES = 2;
const MAX_BATCHES_IN_FLIGHT = 4;
/** Live events are collected for this long, so that a busy second is not a dozen requests. */
const LINGER_MS = 75;
/** What is under way when the simulator is stopped gets this long to be acknowledged. */
const GRACE_MS = 500;
/** And how far it has come, to be on disk: where that is busy, a restart sends again what is sent since the last time. */
const SAVED_WITHIN_MS = 3_000;

/**
 * Simulates a contact center: first sends what is over, a conversation after the other, as fast as the producer takes it,
 * then each event when its time comes, until the signal is aborted. After a restart it goes on where the last
 * acknowledgement was: nothing is lost, and what may be sent again has the same ids.
 *
 * @throws LinewatchError `SIMULATOR_STATE_MISMATCH` when the state belongs to another seed or profile, and
 *   `SIMULATOR_PROFILE_INVALID` when the profile cannot be simulated.
 */
export async function runSimulator(options: SimulatorOptions): Promise<void> {
  const { producer, clock, seed, signal, log } = options;
  const begun = await begin(options, signal);
  const profile = profileOf(begun, options.profile);
  const target = Math.max(begun.historyEnd, clock.now());
  const phase = begun.sentThrough < begun.historyEnd ? 'history' : 'missed';
  const phaseBegan = phase === 'history' ? begun.historyStart : begun.sentThrough;
  const spanMs = target - phaseBegan;
  const checkpoints = createCheckpoints(begun, options.state, clock, log);
  const progress: Progress = { phase, spanMs, sent: 0, fraction: 0, at: begun.sentThrough };
  const past = stretchesBefore(target, begun);
  const liveFrom = past.at(-1)?.to ?? begun.sentThrough;
  const sender = createSender({
    producer,
    clock,
    signal,
    log,
    lanes: LANES,
    maxBatchesInFlight: MAX_BATCHES_IN_FLIGHT,
    backoff: BACKOFF,
    onAcknowledged(batch) {
      progress.sent += batch.length;
      const stretch = past[0];
      if (stretch === undefined) {
        progress.at = batch.at(-1)!.value.occurred_at;
        checkpoints.advance(progress.at, batch.length);
      } else {
        const openedThrough = belongsAtOf(batch.at(-1)!);
        progress.at = Math.max(stretch.from, openedThrough);
        checkpoints.opened({ to: stretch.to, openedThrough }, batch.length);
      }
      if (progress.fraction === 1) return;
      const fraction = spanMs > 0 ? (progress.at - phaseBegan) / spanMs : 1;
      // The whole is reported when it is complete, not when it is nearly so.
      progress.fraction = Math.min(0.999, fraction);
      options.onProgress?.({ ...progress });
    },
  });
  const present = createLatch();
  const caughtUp = async () => {
    await unlessAborted(sender.idle(), signal);
    if (signal.aborted) return;
    progress.fraction = 1;
    options.onProgress?.({ ...progress });
    present.open();
  };
  log.info({ seed, from: begun.sentThrough, to: target }, 'simulator sends history');
  const filled = unlessAborted(present.opened, signal).then(() =>
    fillIn(options, begun, profile, checkpoints),
  );
  const sentPast = async () => {
    for (let next = past[0]; next !== undefined; next = past[0]) {
      if (!(await sendPast(next, { profile, seed, sender, signal }))) return false;
      past.shift();
      checkpoints.advance(next.to, 0);
    }
    return true;
  };
  const inTime = async () => {
    const days = daysBetween({
      profile,
      seed,
      opensAt: begun.historyStart,
      from: liveFrom,
      to: Number.POSITIVE_INFINITY,
    });
    if (await sentPast()) await sendInTime(days, sender, clock, signal, caughtUp);
  };
  await Promise.all([inTime(), filled]);
  await within(GRACE_MS, sender.idle(), clock);
  await within(SAVED_WITHIN_MS, checkpoints.flush(), clock);
}

/** Waits for what nobody can abort, but no longer than that. */
async function within(ms: number, work: Promise<void>, clock: Clock): Promise<void> {
  await Promise.race([work, clock.sleepUntil(clock.now() + ms, new AbortController().signal)]);
}

/** Sends what is older than the history that was sent first, where something is left of it. */
async function fillIn(
  { producer, clock, seed, signal, log, stored, onProgress }: SimulatorOptions,
  { older, historyStart, historyEnd }: SimulatorState,
  profile: Profile,
  checkpoints: Checkpoints,
): Promise<void> {
  if (older === undefined || older.filledFrom <= older.opensAt || signal.aborted) return;
  const spanMs = historyStart - older.opensAt;
  const progress: Progress = { phase: 'older', spanMs, sent: 0, fraction: 0, at: older.filledFrom };
  const tell = (at: number, fraction: number) => {
    Object.assign(progress, { at, fraction });
    onProgress?.({ ...progress });
  };
  await fillOlder({
    ...older,
    profile,
    seed,
    historyEnd,
    clock,
    signal,
    log,
    sender: createSender({
      producer,
      clock,
      signal,
      log,
      lanes: LANES,
      maxBatchesInFlight: 1,
      backoff: BACKOFF,
      onAcknowledged() {},
    }),
    stored: stored ?? (async () => {}),
    onSent(events, at) {
      progress.sent += events;
      tell(at, Math.min(0.999, (historyStart - at) / spanMs));
    },
    onFilled(filledFrom) {
      checkpoints.filled(filledFrom);
      if (filledFrom <= older.opensAt) tell(filledFrom, 1);
    },
  });
}

async function sendInTime(
  days: Iterable<OutgoingEvent[]>,
  sender: Sender,
  clock: Clock,
  signal: AbortSignal,
  caughtUp: () => Promise<void>,
): Promise<void> {
  let live = false;
  for (const events of days) {
    // Simulating a day takes a moment; others in this process get their turn between days.
    await nextTurn();
    for (let sent = 0; sent < events.length && !signal.aborted; ) {
      const due = clock.now();
      let end = sent;
      while (end < events.length && end < sent + BATCH && events[end]!.value.occurred_at < due) end++;
      if (end > sent) await sender.send(events.slice(sent, end));
      sent = end;
      if (sent === events.length || events[sent]!.value.occurred_at < due) continue;
      if (!live) await caughtUp();
      live = true;
      await clock.sleepUntil(Math.max(events[sent]!.value.occurred_at + 1, clock.now() + LINGER_MS), signal);
    }
    if (signal.aborted) return;
  }
}
