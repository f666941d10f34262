import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OutgoingEvent } from '../domain/events/event.ts';
import { LinewatchError } from '../lib/errors.ts';
import type { EventProducer } from '../lib/event-producer.ts';
import type { Log } from '../lib/log.ts';
import { createCheckpoints } from './checkpoints.ts';
import type { Clock } from './clock.ts';
import { daysBetween } from './events-between.ts';
import { atHome, type Place, placeAtWork } from './place.ts';
import type { Profile } from './profile.ts';
import { createSender, type Sender } from './sender.ts';
import type { SimulatorState, StateStore } from './state.ts';
import { DAY, SECOND } from './units.ts';

/** How far the back-fill is, or the catching up after a pause. */
export interface Progress {
  /** What is sent: the history, also where it goes on after a restart; or what happened while nobody ran it. */
  phase: 'history' | 'missed';
  /** How long that is, ms. */
  spanMs: number;
  /** Events acknowledged since the start. */
  sent: number;
  /** Of the whole phase, from 0 to 1; 1 is reported once, when everything up to the present is acknowledged. */
  fraction: number;
  /** Time of the last event acknowledged, UTC ms. */
  at: number;
}

export interface SimulatorOptions {
  producer: EventProducer;
  clock: Clock;
  /** Of the center at home. */
  profile: Profile;
  seed: number;
  /** Days of history at the first start. */
  historyDays: number;
  /** End of the history at the first start, UTC ms; live from then on. */
  historyEnd: number;
  /** Whether the center is moved, at the first start, to where it is at work at the history's end. */
  atWork?: boolean;
  state: StateStore;
  onProgress?: (progress: Progress) => void;
  signal: AbortSignal;
  log: Pick<Log, 'info' | 'warn'>;
}

/** What a history is made of, and where it is written down how far it has come. */
type HistoryOptions = Pick<
  SimulatorOptions,
  'profile' | 'seed' | 'historyDays' | 'historyEnd' | 'atWork' | 'state'
>;

const BATCH = 2_000;
const LANES = 2;
const MAX_BATCHES_IN_FLIGHT = 4;
const BACKOFF = { minMs: 200, maxMs: 10 * SECOND };
/** Live events are collected for this long, so that a busy second is not a dozen requests. */
const LINGER_MS = 75;
/** What is under way when the simulator is stopped gets this long to be acknowledged. */
const GRACE_MS = 500;

/**
 * Simulates a contact center: first sends the history as fast as the producer takes it, then each event when its
 * time comes, until the signal is aborted. After a restart it goes on where the last acknowledgement was:
 * nothing is lost, and what may be sent again has the same ids.
 *
 * @throws LinewatchError `SIMULATOR_STATE_MISMATCH` when the state belongs to another seed or profile, and
 *   `SIMULATOR_PROFILE_INVALID` when the profile cannot be simulated.
 */
export async function runSimulator(options: SimulatorOptions): Promise<void> {
  const { producer, clock, seed, signal, log } = options;
  const begun = await resume(options);
  const profile = { ...options.profile, ...placeOf(begun, options.profile) };
  const target = Math.max(begun.historyEnd, clock.now());
  const phase = begun.sentThrough < begun.historyEnd ? 'history' : 'missed';
  const phaseBegan = phase === 'history' ? begun.historyStart : begun.sentThrough;
  const spanMs = target - phaseBegan;
  const checkpoints = createCheckpoints(begun, options.state, clock, log);
  const progress: Progress = { phase, spanMs, sent: 0, fraction: 0, at: begun.sentThrough };
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
      progress.at = batch.at(-1)!.value.occurred_at;
      checkpoints.advance(progress.at, batch.length);
      if (progress.fraction === 1) return;
      const fraction = spanMs > 0 ? (progress.at - phaseBegan) / spanMs : 1;
      // The whole is reported when it is complete, not when it is nearly so.
      progress.fraction = Math.min(0.999, fraction);
      options.onProgress?.({ ...progress });
    },
  });
  const caughtUp = async () => {
    await sender.idle();
    if (signal.aborted) return;
    progress.fraction = 1;
    options.onProgress?.({ ...progress });
  };
  log.info({ seed, from: begun.sentThrough, to: target }, 'simulator sends history');
  const days = daysBetween({
    profile,
    seed,
    opensAt: begun.historyStart,
    from: begun.sentThrough,
    to: Number.POSITIVE_INFINITY,
  });
  await sendInTime(days, target, sender, clock, signal, caughtUp);
  const grace = clock.sleepUntil(clock.now() + GRACE_MS, new AbortController().signal);
  await Promise.race([sender.idle(), grace]);
  await checkpoints.flush();
}

/** Where the center of a state is. */
const placeOf = ({ place }: SimulatorState, { zone }: Profile): Place => place ?? atHome(zone);

/** What is settled before a simulator runs. */
export interface Settled {
  place: Place;
  /** Whether its history, or the rest of it, is still to be sent. */
  historyLeft: boolean;
}

/**
 * Where the simulated center is, now or once it runs: settled at its first start, and kept.
 *
 * @throws LinewatchError as `runSimulator`
 */
export async function settle(options: HistoryOptions): Promise<Settled> {
  const state = await resume(options);
  return { place: placeOf(state, options.profile), historyLeft: state.sentThrough < state.historyEnd };
}

/** The state to go on from; a new one is saved before its first event is sent, so that it stays the same. */
async function resume(options: HistoryOptions): Promise<SimulatorState> {
  const { seed, historyEnd, historyDays, state, atWork } = options;
  const profile = createHash('sha256').update(JSON.stringify(options.profile)).digest('hex').slice(0, 16);
  const saved = await state.load();
  if (saved === null) {
    const historyStart = historyEnd - historyDays * DAY;
    const place = atWork ? { place: placeAtWork(options.profile.zone, historyEnd) } : {};
    const fresh = { seed, profile, ...place, historyStart, historyEnd, sentThrough: historyStart };
    await state.save(fresh);
    return fresh;
  }
  if (saved.seed !== seed || saved.profile !== profile) {
    const message = `the simulated history was made with another ${saved.seed === seed ? 'profile' : 'seed'}; begin with an empty data folder`;
    throw new LinewatchError('SIMULATOR_STATE_MISMATCH', message);
  }
  return saved;
}

async function sendInTime(
  days: Iterable<OutgoingEvent[]>,
  target: number,
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
      const due = Math.max(clock.now(), target);
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
