import { createHash } from 'node:crypto';
import { LinewatchError } from '../lib/errors.ts';
import { unlessAborted } from '../lib/unless-aborted.ts';
import { atHome, type Place, placeAtWork } from './place.ts';
import { changeTime } from './planted-change.ts';
import type { Profile } from './profile.ts';
import type { SimulatorState, StateStore } from './state.ts';
import { TICKET_HORIZON_DAYS } from './tickets/tickets.ts';
import { DAY } from './units.ts';

/** What a history is made of, and where it is written down how far it has come. */
export interface HistoryOptions {
  /** Of the center at home. */
  profile: Profile;
  seed: number;
  /** Days of history at the first start. */
  historyDays: number;
  /** End of the history at the first start, UTC ms; live from then on. */
  historyEnd: number;
  /** Whether the last two weeks are sent first, and what is older afterwards, beside what is live. */
  newestFirst?: boolean;
  /** Whether the center is moved, at the first start, to where it is at work at the history's end. */
  atWork?: boolean;
  state: StateStore;
}

/** Of conversations from before, nothing happens any more: what is filled in afterwards is history only. */
const NEWEST_DAYS = TICKET_HORIZON_DAYS;

/** What is settled before a simulator runs. */
export interface Settled {
  place: Place;
  /** Whether its history, or the rest of what is sent first, is still to be sent. */
  historyLeft: boolean;
  /** Whether older history is still to be filled in. */
  olderLeft: boolean;
  /** When the center opened: begin of its whole history, UTC ms. */
  opensAt: number;
  /** End of the history that was made up at the first start, UTC ms. */
  historyEnd: number;
  /** From when on the planted change holds, UTC ms; null where the history is too short for one. */
  changeAt: number | null;
}

/**
 * Where the simulated center is and since when, now or once it runs: settled at its first start, and kept.
 *
 * @throws LinewatchError as `runSimulator`
 */
export async function settle(options: HistoryOptions): Promise<Settled> {
  const state = await begin(options);
  return {
    place: placeOf(state, options.profile),
    historyLeft: state.sentThrough < state.historyEnd,
    olderLeft: state.older !== undefined && state.older.filledFrom > state.older.opensAt,
    historyEnd: state.historyEnd,
    opensAt: state.older?.opensAt ?? state.historyStart,
    changeAt: state.changeAt ?? null,
  };
}

/** Where the center of a state is. */
const placeOf = ({ place }: SimulatorState, { zone }: Profile): Place => place ?? atHome(zone);

/** The center of a state: the profile, where it is and with what was changed there. */
export const profileOf = (state: SimulatorState, atHome: Profile): Profile => ({
  ...atHome,
  ...placeOf(state, atHome),
  ...(state.changeAt === undefined ? {} : { changeAt: state.changeAt }),
});

/**
 * The state to go on from; a new one is saved before its first event is sent, so that it stays the same.
 *
 * @param signal after it nothing is sent, and a disk that is busy not waited for
 */
export async function begin(options: HistoryOptions, signal?: AbortSignal): Promise<SimulatorState> {
  const { seed, state } = options;
  const profile = createHash('sha256').update(JSON.stringify(options.profile)).digest('hex').slice(0, 16);
  const saved = await state.load();
  if (saved === null) {
    const fresh = { seed, profile, ...firstState(options) };
    const saving = state.save(fresh);
    await (signal === undefined ? saving : unlessAborted(saving, signal));
    return fresh;
  }
  if (saved.seed !== seed || saved.profile !== profile) {
    const message = `the simulated history was made with another ${saved.seed === seed ? 'profile' : 'seed'}; begin with an empty data folder`;
    throw new LinewatchError('SIMULATOR_STATE_MISMATCH', message);
  }
  return saved;
}

function firstState({ profile, historyDays, historyEnd, newestFirst, atWork }: HistoryOptions) {
  const first = newestFirst ? Math.min(historyDays, NEWEST_DAYS) : historyDays;
  const historyStart = historyEnd - first * DAY;
  const opensAt = historyEnd - historyDays * DAY;
  const place = atWork ? placeAtWork(profile.zone, historyEnd) : null;
  const changeAt = changeTime(opensAt, historyEnd, place?.zone ?? profile.zone);
  return {
    ...(place && { place }),
    historyStart,
    historyEnd,
    sentThrough: historyStart,
    ...(opensAt < historyStart && { older: { opensAt, filledFrom: historyStart } }),
    ...(changeAt !== null && { changeAt }),
  };
}
