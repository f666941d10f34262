import type { Privacy } from '../center/config/privacy.ts';
import type { OutgoingEvent } from '../domain/events/event.ts';
import type { Environment } from '../lib/config/environment.ts';
import type { EventProducer } from '../lib/event-producer.ts';
import { type AgentHash, agentHashOf, hashAgents } from './agent-hash.ts';
import { type CustomerHash, customerHashOf, hashCustomers } from './customer-hash.ts';

/** Whose ids are hashed, and with what; null: they are kept as they come. */
export interface PeopleHash {
  customers: CustomerHash | null;
  agents: AgentHash | null;
}

/** As the center wants it. Throws as `customerHashOf` and `agentHashOf` do. */
export function peopleHashOf(
  environment: Environment,
  privacy: Pick<Privacy, 'customerIds' | 'agentIds'>,
): PeopleHash {
  return {
    customers: customerHashOf(environment, privacy),
    agents: agentHashOf(environment, privacy),
  };
}

/** An event's value with the ids of people hashed. Changes the value that it is given. */
export function hashPeople(value: OutgoingEvent['value'], { customers, agents }: PeopleHash): void {
  if (customers !== null) hashCustomers(value, customers);
  if (agents !== null) hashAgents(value, agents);
}

/** The same event with the ids of people hashed. The one that is given stays as it is. */
export function withHashedPeople(event: OutgoingEvent, people: PeopleHash): OutgoingEvent {
  if (people.customers === null && people.agents === null) return event;
  const hashed = structuredClone(event);
  hashPeople(hashed.value, people);
  return hashed;
}

/** The same producer, through which no id goes as it came that is to be hashed. */
export function hashingProducer(producer: EventProducer, people: PeopleHash): EventProducer {
  if (people.customers === null && people.agents === null) return producer;
  return {
    ...producer,
    async send(events) {
      await producer.send(events.map((event) => withHashedPeople(event, people)));
    },
  };
}
