import type { AgentState } from '../../domain/events/rules.ts';
import { type OwnStates, stateByWords } from '../agent-states.ts';

/** Asterisk and VICIdial pause who did not pick up, or whose connection was gone: nobody chose that. */
const AWAY = /^auto-pause$|\baway\b|\blagged\b/i;

/** What a pause is, by its reason; one without a reason, or with one that says nothing known, is a break. */
export function pauseState(reason: string, own: OwnStates): AgentState {
  const said = own(reason);
  if (said !== null) return said;
  return AWAY.test(reason) ? 'away' : (stateByWords(reason) ?? 'break');
}
