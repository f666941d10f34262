import type { OutgoingEvent } from '../domain/events/event.ts';
import type { Environment } from '../lib/config/environment.ts';
import { customerSecretOf, knownCustomerSecret } from '../sources/customer-secret.ts';
import { createCustomerIds } from '../sources/customers.ts';
import { createIdHash } from './id-hash.ts';

/** Puts a keyed hash in the place of every customer's id, where the center wants that. */
export interface CustomerHash {
  hash(id: string): string;
}

/** Hashes as `createIdHash` does. */
export function createCustomerHash(secret: string): CustomerHash {
  return { hash: createIdHash(secret, 'customer') };
}

/**
 * What customers' ids are hashed with; null where they are kept as they come. Throws `CUSTOMER_SECRET_NEEDED` as
 * `customerSecretOf` does.
 */
export function customerHashOf(
  environment: Environment,
  { customerIds }: { customerIds: 'plain' | 'hashed' },
): CustomerHash | null {
  return customerIds === 'hashed' ? createCustomerHash(customerSecretOf(environment)) : null;
}

/** An event's value with the customer's id hashed, as whose it is and as who acts. Changes the value that it is given. */
export function hashCustomers(value: OutgoingEvent['value'], { hash }: CustomerHash): void {
  if (value.actor.kind === 'customer' && value.actor.id !== null) value.actor.id = hash(value.actor.id);
  if ('customer' in value && value.customer !== null) value.customer.id = hash(value.customer.id);
}

/** An id under which somebody may be stored. */
export interface KnownAs {
  id: string;
  /** How it comes about. */
  how: string;
}

/**
 * The ids of a customer whom somebody names by a number, an address or the id of another system: that itself, what contact
 * systems' records make of it, and the hashes of both; under the secret in force and those before it.
 */
export function idsOf(environment: Environment, plain: string): KnownAs[] {
  const current = knownCustomerSecret(environment);
  const secrets = [
    ...(current === null ? [] : [['the secret in force', current] as const]),
    ...(environment.CUSTOMER_ID_SECRETS_OLD ?? []).map((one, i) => [`old secret ${i + 1}`, one] as const),
  ];
  const ids: KnownAs[] = [{ id: plain, how: 'as it is' }];
  for (const [name, secret] of secrets) {
    const { hash } = createCustomerHash(secret);
    const ofSources = createCustomerIds(secret).idOf(plain);
    ids.push(
      { id: hash(plain), how: `hashed, ${name}` },
      { id: ofSources, how: `of contact systems, ${name}` },
      { id: hash(ofSources), how: `of contact systems and hashed, ${name}` },
    );
  }
  return [...new Map(ids.reverse().map((one) => [one.id, one])).values()].reverse();
}
