import { type OwnStates, stateByWords } from '../agent-states.ts';
import type { Fields } from './fields.ts';

const OFFLINE = /offline|logged.?(out|off)/i;
/** Where no word says what somebody does instead; of these the first that is found decides. */
const OTHERS: readonly [RegExp, string][] = [
  [/unavailable|not.?(ready|available)|\bindispon|\bn(o|on|ão)\s+dispon|nicht\s+(verf|bereit)/i, 'away'],
  [/busy|reserved|\bon.?(a.)?call|on.?task|assigned/i, 'busy'],
  [/available|idle|\bready\b|online|\bdispon(ible|[ií]vel)|verf[uü]gbar|\bbereit\b/i, 'available'],
];

/**
 * The state that an activity stands for. Its name is all that a callback says: whether the activity makes available is
 * a property of the activity, and not of the event. Names that say nothing are `away`.
 *
 * @param unnamed where the event names none
 */
export function stateOf(fields: Fields, own: OwnStates, unnamed = 'away'): string {
  const name = fields.get('worker_activity_name');
  if (name === undefined) return unnamed;
  const said = own(name);
  if (said !== null) return said;
  if (OFFLINE.test(name)) return 'offline';
  return stateByWords(name) ?? OTHERS.find(([words]) => words.test(name))?.[1] ?? 'away';
}
