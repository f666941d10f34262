import { readFileSync } from 'node:fs';
import { LinewatchError } from '../../lib/errors.ts';

/** The content of a mounted file. Throws `SECRET_UNREADABLE`; no message has anything of it. */
export function readSecret(channel: string, file: string): string {
  let secret = '';
  try {
    secret = readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new LinewatchError('SECRET_UNREADABLE', `a secret of channel ${channel} cannot be read`, { cause });
  }
  if (secret === '') throw new LinewatchError('SECRET_UNREADABLE', `a secret of channel ${channel} is empty`);
  return secret;
}

/** A URL that is a secret: it holds a token. Throws `SECRET_UNREADABLE`. */
export function readSecretUrl(channel: string, file: string): string {
  const text = readSecret(channel, file);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return text;
  throw new LinewatchError('SECRET_UNREADABLE', `the URL of channel ${channel} is no http or https URL`);
}
