/** The topics of Linewatch, their Avro schemas and their subjects in the registry. */
import { readFileSync } from 'node:fs';

/** Topic names, fixed by the contract with producers and consumers. */
export const TOPICS = {
  tickets: 'contact.tickets',
  chats: 'contact.chats',
  agents: 'contact.agents',
  surveys: 'contact.surveys',
  deadLetters: 'contact.dead-letters',
  slaAlerts: 'contact.sla-alerts',
  audit: 'contact.audit',
  /** Between processes of ours: what is open, ahead of storage. */
  live: 'contact.live',
} as const;

/** The topics that ingest reads. */
export const INPUT_TOPICS = [TOPICS.tickets, TOPICS.chats, TOPICS.agents, TOPICS.surveys] as const;
export type InputTopic = (typeof INPUT_TOPICS)[number];
export type TopicWithSchema = (typeof TOPICS)[keyof typeof TOPICS];

const FILES: Record<TopicWithSchema, string> = {
  [TOPICS.tickets]: 'tickets.avsc',
  [TOPICS.chats]: 'chats.avsc',
  [TOPICS.agents]: 'agents.avsc',
  [TOPICS.surveys]: 'surveys.avsc',
  [TOPICS.deadLetters]: 'dead-letters.avsc',
  [TOPICS.slaAlerts]: 'sla-alerts.avsc',
  [TOPICS.audit]: 'audit.avsc',
  [TOPICS.live]: 'live.avsc',
};

export const TOPICS_WITH_SCHEMA = Object.keys(FILES) as readonly TopicWithSchema[];

/** The reader schema of a topic's values, as Avro JSON text. */
export function schemaText(topic: TopicWithSchema): string {
  return readFileSync(new URL(FILES[topic], import.meta.url), 'utf8');
}

/** The registry's subject of a topic's values (Confluent's TopicNameStrategy). */
export function valueSubject(topic: TopicWithSchema): string {
  return `${topic}-value`;
}
