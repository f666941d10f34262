import { isSecond } from './times.ts';

/**
 * When a call's channel was created, UTC ms, or null where its id does not say. Asterisk makes its uniqueids as
 * `[systemname-]seconds.number`; whoever originates a call may give it any other id.
 */
export function createdAt(callId: string): number | null {
  const seconds = /^(?:.*-)?(\d{9,10})\.\d+$/.exec(callId)?.[1];
  return seconds === undefined || !isSecond(Number(seconds)) ? null : Number(seconds) * 1000;
}
