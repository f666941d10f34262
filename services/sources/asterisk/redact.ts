import type { RawRecord } from '../source.ts';
import { createdAt } from './uniqueid.ts';

const MASK = '***';

/** Events whose data are numbers and words of Asterisk's own. */
const IMPERSONAL: ReadonlySet<string> = new Set([
  'CONNECT',
  'COMPLETEAGENT',
  'COMPLETECALLER',
  'ABANDON',
  'EXITEMPTY',
  'EXITWITHKEY',
  'EXITWITHTIMEOUT',
  'RINGNOANSWER',
  'RINGCANCELED',
  'ADDMEMBER',
  'PAUSE',
  'PAUSEALL',
  'UNPAUSE',
  'UNPAUSEALL',
  'PENALTY',
  'RINGINUSE',
]);

/**
 * The line without what may be about a caller: numbers, names, addresses, extensions that were dialled, and call ids that
 * Asterisk did not make itself (a telephone's own may be its address). Agents and queues stay. Of a line that is none,
 * only the number of its fields.
 */
export function redact({ text }: RawRecord): string {
  const [time = '', callId = '', queue, agent, event, ...data] = text.split('|');
  if (event === undefined) return text.split('|').fill(MASK).join('|');
  const isTime = /^[\d :.TZ+-]{9,40}$/.test(time);
  const isOwnId = createdAt(callId) !== null || /^[A-Z]*$/.test(callId);
  const isEvent = /^[A-Z][A-Z0-9_]{0,31}$/.test(event);
  const kept = isEvent && IMPERSONAL.has(event) ? data.map(keepShort) : data.map(mask);
  return [
    isTime ? time : MASK,
    isOwnId ? callId : MASK,
    isEvent ? queue : MASK,
    isEvent ? agent : MASK,
    isEvent ? event : MASK,
    ...kept,
  ].join('|');
}

function mask(field: string): string {
  return field === '' ? '' : MASK;
}

/** Numbers up to a week of seconds or milliseconds, and ids of channels: what is longer than such a number may be a telephone's. */
function keepShort(field: string): string {
  return /^(\d{0,6}|[A-Za-z -]{0,40})$/.test(field) || createdAt(field) !== null ? field : MASK;
}
