import { spansOf } from './data.ts';
import type { Line } from './line.ts';
import { isSameQueue } from './queue-names.ts';
import { type CallState, MAX_CALLS, type Memory, touch } from './state.ts';
import { createdAt } from './uniqueid.ts';

/** Times of lines that threads write at once may stand this far apart in the wrong order. */
const RACE_MS = 2_000;
/** Hold and talk of a line and the times of lines disagree by a second, and by another where a border lies between. */
const GRAIN_MS = 2_000;

/**
 * The order of events of one instant: leaving a queue or an agent comes before entering the next queue, that before an
 * answer, that before a hold and its end, these before what ends the call.
 */
export const RANK = { leaves: 1, queued: 2, answered: 3, held: 4, resumed: 5, ends: 6 } as const;

/** The calls that are known, by their ids. */
export interface CallBook {
  /** The call of a line; a new one is over until something of it is told. `openedAt`: unless its id says when. */
  of(line: Line, openedAt?: number): { call: CallState; isNew: boolean };
  /** The id of the call whose talk a line ends. */
  idOfTalk(line: Line): string;
}

/** @param giveUp called with the call that has been silent longest, where there is no room for another */
export function createCallBook(
  { calls }: Memory,
  giveUp: (callId: string, call: CallState) => void,
): CallBook {
  function of(line: Line, openedAt = line.at): { call: CallState; isNew: boolean } {
    const known = calls.get(line.callId);
    if (known !== undefined) {
      known.seenAt = line.at;
      touch(calls, line.callId, known);
      return { call: known, isNew: false };
    }
    if (calls.size >= MAX_CALLS) {
      const [callId, oldest] = calls.entries().next().value!;
      giveUp(callId, oldest);
      calls.delete(callId);
    }
    const call: CallState = {
      openedAt: createdAt(line.callId) ?? openedAt,
      same: '',
      phase: 'over',
      queue: line.queue,
      agent: '',
      talkingSince: 0,
      hold: null,
      last: '',
      at: 0,
      rank: 0,
      seenAt: line.at,
    };
    calls.set(line.callId, call);
    return { call, isNew: true };
  }

  return {
    of,
    /**
     * The id may be another than the call entered with: where the caller's channel was replaced, Asterisk goes on with
     * the id of the new one. Then agent, queue, hold and talk find it.
     */
    idOfTalk(line) {
      const known = calls.get(line.callId);
      if (known !== undefined) return known.same === '' ? line.callId : known.same;
      const found = [...calls].filter(([, call]) => isTalkOf(call, line));
      if (found.length !== 1) return line.callId;
      const [callId] = found[0]!;
      of(line).call.same = callId;
      return callId;
    },
  };
}

function isTalkOf(call: CallState, line: Line): boolean {
  const { hold, talk } = spansOf(line);
  if (talk === null || call.agent !== line.agent || !isSameQueue(call.queue, line.queue)) return false;
  const isSameHold = hold === null || call.hold === null || Math.abs(hold - call.hold) <= GRAIN_MS;
  return isSameHold && Math.abs(line.at - talk - call.talkingSince) <= GRAIN_MS;
}

/**
 * The instant of an event: that of its line. Where an event of an earlier line of the same second would then come after it,
 * it gets a millisecond more than that.
 */
export function place(call: CallState, line: Line, at: number, rank: number): number {
  const said = [at, line.event, line.queue, line.agent, rank].join('|');
  if (said === call.last) return call.at;
  call.last = said;
  const isAfter = at > call.at || at < call.at - RACE_MS || (at === call.at && rank > call.rank);
  const placed = isAfter ? at : rank > call.rank ? call.at : call.at + 1;
  call.at = placed;
  call.rank = rank;
  return placed;
}
