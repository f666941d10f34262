import { createHmac } from 'node:crypto';
import type { OutgoingEvent } from '../domain/events/event.ts';
import type { Environment } from '../lib/config/environment.ts';
import type { EventProducer } from '../lib/event-producer.ts';
import { customerSecretOf, knownCustomerSecret } from '../sources/customer-secret.ts';
import { createCustomerIds } from '../sources/customers.ts';

/** Hashes have a form that no other id has, so that each id is hashed once however many doors it comes through. */
const HASHED = /^hashed-[0-9a-f]{24}$/;
const HEX_CHARS = 24;

/** Puts a keyed hash in the place of every customer's id, where the center wants that. */
export interface CustomerHash {
  hash(id: string): string;
}

/** Hashes by HMAC-SHA-256: who has the hashes and not the secret cannot try ids. */
export function createCustomerHash(secret: string): CustomerHash {
  return {
    hash: (id) =>
      id === '' || HASHED.test(id)
        ? id
        : `hashed-${createHmac('sha256', secret).update(`customer/${id}`).digest('hex').slice(0, HEX_CHARS)}`,
  };
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

/** The same producer, through which no customer's id goes as it came. */
export function hashingProducer(producer: EventProducer, customers: CustomerHash | null): EventProducer {
  if (customers === null) return producer;
  return {
    ...producer,
    async send(events) {
      const hashed = structuredClone(events) as OutgoingEvent[];
      for (const { value } of hashed) hashCustomers(value, customers);
      await producer.send(hashed);
    },
  };
}

/** Every id under which a customer may be stored, by what is known of the customer. */
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
