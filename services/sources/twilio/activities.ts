import type { Fields } from './fields.ts';

/** Words in the names of activities, the first that is found decides. */
const NAMES: readonly [RegExp, string][] = [
  [/offline|logged.?(out|off)/, 'offline'],
  [/unavailable|not.?(ready|available)/, 'away'],
  [/wrap|after.?call|acw/, 'wrap_up'],
  [/busy|reserved|on.?(a.)?call|on.?task|assigned/, 'busy'],
  [/available|idle|ready|online/, 'available'],
  [/break|lunch|pause/, 'break'],
  [/training|coaching|learning/, 'training'],
  [/meeting/, 'meeting'],
];

/**
 * The state that an activity stands for. Its name is all that a callback says: whether the activity makes available is
 * a property of the activity, and not of the event. Names that say nothing are `away`.
 *
 * @param unnamed where the event names none
 */
export function stateOf(fields: Fields, unnamed = 'away'): string {
  const name = fields.get('worker_activity_name')?.toLowerCase();
  if (name === undefined) return unnamed;
  return NAMES.find(([words]) => words.test(name))?.[1] ?? 'away';
}
