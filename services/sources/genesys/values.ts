/** Values as Genesys Cloud writes them, which is not the same everywhere. */
import type { Channel } from '../../domain/timeline/timeline.ts';

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * A time as UTC ms, or null. The analytics API writes ISO 8601 in UTC with or without ms, the detail events epoch ms.
 * A month or day of one digit is no ISO 8601, but exports that went through other hands have it and it means one thing.
 */
export function timeOf(value: string | number): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null;
  const match = ISO.exec(value.trim());
  if (match === null) return null;
  const [, year, month, day, clock, zone = 'Z'] = match;
  const ms = Date.parse(`${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}T${clock}${zone}`);
  return Number.isNaN(ms) ? null : ms;
}

/**
 * One spelling of a value of an enumeration: `consultTransfer` in records is `CONSULT_TRANSFER` in the detail events and
 * `transfer.consult` in older ones.
 */
export function plain(value: string | null | undefined): string {
  return (value ?? '').toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** How a session ended, as far as it makes a difference. */
export type Ending = 'transfer' | 'own' | 'peer' | 'system' | '';

const OWN = new Set(['client', 'endpoint', 'dndendpoint', 'endpointdnd']);

/**
 * - `transfer`: it went on to somebody else, by whatever kind of transfer;
 * - `own`: this participant hung up, by the application (`client`) or at the telephone (`endpoint`);
 * - `peer`: the other side did; `''`: nothing is said;
 * - `system`: everything else, such as errors, time-outs and whatever is added to the list.
 */
export function endingOf(disconnectType: string | null | undefined): Ending {
  const type = plain(disconnectType);
  if (type === '' || type === 'unknown') return '';
  if (type.includes('transfer')) return 'transfer';
  if (OWN.has(type)) return 'own';
  return type === 'peer' ? 'peer' : 'system';
}

/** Media that go along with a contact and are none of their own, or have no customer in them. */
const ACCOMPANYING = new Set(['cobrowse', 'screenshare', 'screenmonitoring', 'internalmessage']);

export function isContactMedia(mediaType: string | null | undefined): boolean {
  return !ACCOMPANYING.has(plain(mediaType));
}

const CHANNELS: Readonly<Record<string, Channel>> = {
  voice: 'voice',
  callback: 'voice',
  chat: 'chat',
  message: 'messaging',
  email: 'email',
  video: 'web',
};

export function channelOf(mediaType: string | null | undefined): Channel | undefined {
  return CHANNELS[plain(mediaType)];
}
