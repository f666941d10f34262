import { createHmac } from 'node:crypto';

/** Hashes have a form that no other id has, so that each id is hashed once however many doors it comes through. */
const HASHED = /^hashed-[0-9a-f]{24}$/;
const HEX_CHARS = 24;

/** Whether this is a hash already. */
export const isHashed = (id: string): boolean => HASHED.test(id);

/**
 * Hashes ids by HMAC-SHA-256: who has the hashes and not the secret cannot try ids. Nobody (an empty id) stays nobody, and
 * what is hashed stays as it is.
 *
 * @param kind the same id of another kind has another hash
 */
export function createIdHash(secret: string, kind: 'customer' | 'agent' | 'event'): (id: string) => string {
  return (id) =>
    id === '' || isHashed(id)
      ? id
      : `hashed-${createHmac('sha256', secret).update(`${kind}/${id}`).digest('hex').slice(0, HEX_CHARS)}`;
}
