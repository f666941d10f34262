import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TicketEvent } from '../../schemas/types.ts';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import {
  createCustomerHash,
  customerHashOf,
  hashCustomers,
  idsOf,
} from '../../services/privacy/customer-hash.ts';
import { hashingProducer } from '../../services/privacy/people.ts';
import { createCustomerIds } from '../../services/sources/customers.ts';

const SECRET = 'a secret of these tests';
const OLD = 'the secret of last year';
const environment = (more: Record<string, string> = {}) =>
  readEnvironment({ DATA_DIR: '/nowhere', CUSTOMER_ID_SECRET: SECRET, ...more });

const ticket = (actor: TicketEvent['actor'], customer: TicketEvent['customer']): TicketEvent => ({
  event_id: 'e-1',
  occurred_at: 1,
  conversation_id: 't-1',
  opened_at: 1,
  channel: 'email',
  source: 'test',
  actor,
  queue: null,
  customer,
  tags: [],
  event: { type: 'created', status: 'new', priority: null },
});

describe('the hash of a customer', () => {
  const { hash } = createCustomerHash(SECRET);

  it('is the same for the same id, and another for another id or another secret', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (one, two) => {
        expect(hash(one)).toBe(hash(one));
        expect(hash(one) === hash(two)).toBe(one === two);
        expect(createCustomerHash(OLD).hash(one)).not.toBe(hash(one));
      }),
    );
  });

  it('is made once, however many doors an id comes through, and nobody stays nobody', () => {
    expect(hash(hash('+49 30 1'))).toBe(hash('+49 30 1'));
    expect(hash('')).toBe('');
    expect(hash('hashed-by-another-system')).not.toBe('hashed-by-another-system');
  });

  it('takes the place of the customer in the event, whose it is and who acts, and of no agent', () => {
    const own = ticket({ kind: 'customer', id: 'cu-1' }, { id: 'cu-1', tier: 'gold' });
    hashCustomers(own, { hash });
    expect(own).toMatchObject({
      actor: { kind: 'customer', id: hash('cu-1') },
      customer: { id: hash('cu-1'), tier: 'gold' },
    });
    const agents = ticket({ kind: 'agent', id: 'a-1' }, null);
    hashCustomers(agents, { hash });
    expect(agents).toEqual(ticket({ kind: 'agent', id: 'a-1' }, null));
  });

  it('is all that a producer is given, and who gave it the events keeps them as they were', async () => {
    const sent: OutgoingEvent[] = [];
    const producer = hashingProducer(
      { send: async (events) => void sent.push(...events), close: async () => {} },
      { customers: { hash }, agents: null },
    );
    const event = {
      topic: 'contact.tickets',
      value: ticket({ kind: 'customer', id: 'cu-1' }, null),
    } as const;
    await producer.send([event]);
    expect(JSON.stringify(sent)).not.toContain('cu-1');
    expect(event.value.actor.id).toBe('cu-1');
  });

  it('is made only where that is configured, and never without a secret', () => {
    expect(customerHashOf(environment(), { customerIds: 'plain' })).toBeNull();
    expect(customerHashOf(environment(), { customerIds: 'hashed' })?.hash('x')).toBe(hash('x'));
    const servers = readEnvironment({ KAFKA_BROKERS: 'kafka:9092' });
    expect(() => customerHashOf(servers, { customerIds: 'hashed' })).toThrow(/CUSTOMER_ID_SECRET is not set/);
  });
});

describe('the ids that a customer may be stored under', () => {
  it('are the id, what contact systems make of it, and the hashes of both, by each secret', () => {
    const both = environment({ CUSTOMER_ID_SECRETS_OLD: `${OLD}, the one before that` });
    const ids = idsOf(both, '+49 30 1');
    expect(ids).toHaveLength(10);
    expect(ids[0]).toEqual({ id: '+49 30 1', how: 'as it is' });
    for (const secret of [SECRET, OLD]) {
      const { hash } = createCustomerHash(secret);
      const ofSources = createCustomerIds(secret).idOf('+49 30 1');
      expect(ids.map(({ id }) => id)).toEqual(
        expect.arrayContaining([hash('+49 30 1'), ofSources, hash(ofSources)]),
      );
    }
  });

  it('of somebody named by a hash are few: a hash is its own', () => {
    const hashed = createCustomerHash(SECRET).hash('cu-1');
    const ids = idsOf(environment(), hashed).map(({ id }) => id);
    expect(ids[0]).toBe(hashed);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

it('old secrets are as long as the one in force has to be', () => {
  expect(() => readEnvironment({ CUSTOMER_ID_SECRETS_OLD: `${OLD},short` })).toThrow(/16 characters each/);
});
