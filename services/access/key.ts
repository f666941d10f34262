import { createHash, randomBytes } from 'node:crypto';

/** Every key begins so: it is told from a token by it, and found by whoever looks for leaked secrets. */
export const KEY_PREFIX = 'lw_';
const KEY_BYTES = 32;

/** A new key. It is shown once and kept by nobody but its holder. */
export function makeKey(): string {
  return KEY_PREFIX + randomBytes(KEY_BYTES).toString('base64url');
}

/**
 * What is kept of a key. A fast hash is right here: 256 random bits cannot be guessed, however fast one guesses, and
 * a slow one would be paid for by every request.
 */
export function hashOf(key: string): string {
  return `sha256:${createHash('sha256').update(key).digest('hex')}`;
}
