import { type OffQueueState, type OwnStates, stateByWords } from '../agent-states.ts';

/** Asterisk and VICIdial pause who did not pick up, or whose connection was gone: nobody chose that. */
const AWAY = /^auto-pause$|\baway\b|\blagged\b/i;

/** What a pause is, by its reason; one without a reason, or with one that says nothing known, is a break. */
export function pauseState(reason: string, own: OwnStates) {
  return (
    own(reason) ?? (AWAY.test(reason) ? 'away' : (stateByWords(reason) ?? ('break' satisfies OffQueueState)))
  );
}
