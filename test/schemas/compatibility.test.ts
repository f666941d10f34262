import { readdirSync, readFileSync } from 'node:fs';
import avro from 'avsc';
import { describe, expect, it } from 'vitest';
import { schemaText, TOPICS, type TopicWithSchema } from '../../schemas/index.ts';

const RELEASED = new URL('../../schemas/released/', import.meta.url);
const WITH_SCHEMA: readonly TopicWithSchema[] = [
  TOPICS.tickets,
  TOPICS.chats,
  TOPICS.agents,
  TOPICS.surveys,
  TOPICS.deadLetters,
];

function typeOf(text: string): avro.Type {
  return avro.Type.forSchema(JSON.parse(text) as avro.Schema);
}

/** Why values of one schema cannot be read with the other, or null if they can. */
function obstacle(reader: string, writer: string): string | null {
  try {
    typeOf(reader).createResolver(typeOf(writer));
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function released(topic: TopicWithSchema): { version: string; text: string }[] {
  const folder = new URL(`${topic.replace('contact.', '')}/`, RELEASED);
  return readdirSync(folder).map((file) => ({
    version: file,
    text: readFileSync(new URL(file, folder), 'utf8'),
  }));
}

describe('the schemas of today', () => {
  it.each(WITH_SCHEMA)('%s reads every value ever written', (topic) => {
    expect(released(topic).length).toBeGreaterThan(0);
    for (const { version, text } of released(topic)) {
      expect(obstacle(schemaText(topic), text), `values of ${version}`).toBeNull();
    }
  });

  it.each(WITH_SCHEMA)('%s writes values that every released consumer reads', (topic) => {
    for (const { version, text } of released(topic)) {
      expect(obstacle(text, schemaText(topic)), `a consumer with ${version}`).toBeNull();
    }
  });

  it('would be found out if a field without a default were added, or one that is needed were gone', () => {
    const schema = JSON.parse(schemaText(TOPICS.tickets)) as { fields: { name: string }[] };
    const more = { ...schema, fields: [...schema.fields, { name: 'shift', type: 'string' }] };
    const fewer = { ...schema, fields: schema.fields.filter((field) => field.name !== 'event_id') };
    expect(obstacle(JSON.stringify(more), schemaText(TOPICS.tickets))).not.toBeNull();
    expect(obstacle(schemaText(TOPICS.tickets), JSON.stringify(fewer))).not.toBeNull();
  });

  it('would be found out if they had a new event type', () => {
    const text = schemaText(TOPICS.agents);
    const schema = JSON.parse(text) as { fields: { name: string; type: unknown }[] };
    const event = schema.fields.find((field) => field.name === 'event')!;
    event.type = [...(event.type as unknown[]), { type: 'record', name: 'promoted', fields: [] }];
    expect(obstacle(JSON.stringify(schema), text)).toBeNull();
    expect(obstacle(text, JSON.stringify(schema))).not.toBeNull();
  });
});
