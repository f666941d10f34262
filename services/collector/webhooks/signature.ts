import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SignatureTerms } from './webhook.ts';

/**
 * Whether `given` is the HMAC of `parts` in one row, in an encoding.
 * Compared in constant time: how much of a guess was right must not be measurable.
 */
export function isHmac(
  given: string | undefined,
  algorithm: 'sha1' | 'sha256',
  encoding: 'hex' | 'base64',
  secret: string,
  parts: readonly (string | Buffer)[],
): boolean {
  if (given === undefined) return false;
  const hmac = createHmac(algorithm, secret);
  for (const part of parts) hmac.update(part);
  const expected = Buffer.from(hmac.digest(encoding));
  const actual = Buffer.from(given);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

/** Whether `given` is a secret; compared in constant time, and without telling how long the secret is. */
export function isSecret(given: string | undefined, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(secret));
}

/** Whether a signed time (UTC ms; NaN where it is none) is near enough to now. */
export function isRecent(signedAt: number, { now, toleranceMs }: SignatureTerms): boolean {
  return Math.abs(now - signedAt) <= toleranceMs;
}

/** The value of a header that a sender gives once. */
export function headerOf(
  headers: Record<string, string | string[] | undefined>,
  name: string,
): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}
