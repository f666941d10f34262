import avro from 'avsc';
import { describe, expect, it } from 'vitest';
import { schemaText, TOPICS } from '../../schemas/index.ts';
import type { LiveNews } from '../../schemas/types.ts';
import { createBodyReader, encodeBody } from '../../services/lib/avro/codec.ts';
import type { ToldConversation } from '../../services/live/feed.ts';
import { createNewsReader, createNewsWriter } from '../../services/live/topic/news.ts';

interface Field {
  name: string;
  type: { items: { fields: Field[] } };
}

/** As it was before news said what had ended lately. */
function oldSchema(): string {
  const schema = JSON.parse(schemaText(TOPICS.live)) as { fields: Field[] };
  const { items } = schema.fields.find(({ name }) => name === 'conversations')!.type;
  items.fields = items.fields.filter(({ name }) => name !== 'lately');
  return JSON.stringify(schema);
}

const of = { queue: 'billing', team: '', agent: 'a1', priority: 'normal', customerTier: 'gold', policy: '' };
const told: ToldConversation = {
  ...{ stream: 'chats', conversationId: 'a', openedAt: 5, channel: 'chat', version: 2, partition: 1 },
  offset: 7n,
  facts: [
    { ...of, fact: 'handle_spell', at: 6, label: '', targetMs: 0, seq: null, businessMs: 0 },
    {
      ...of,
      agent: '',
      fact: 'sla_target',
      at: 9,
      label: 'first_response',
      targetMs: 3,
      seq: 1,
      businessMs: 2,
    },
  ],
  lately: {
    stays: [{ ...of, at: 5, state: 'answered', label: '', valueMs: 1, targetMs: 20_000 }],
    handled: [{ ...of, agent: 'a2', endedAt: 8, valueMs: 2 }],
  },
};
const [news] = [...createNewsWriter('one').write({ conversations: [told], agents: [], positions: [] })];

describe('news of what ended lately', () => {
  it('come as they were told', () => {
    const { read } = createBodyReader<LiveNews>(TOPICS.live, schemaText(TOPICS.live));
    const delta = createNewsReader().read(read(encodeBody(TOPICS.live, news!)));
    expect(delta!.conversations).toEqual([told]);
  });

  it('are not said by ingest of before, of which all else is read', () => {
    const bytes = avro.Type.forSchema(JSON.parse(oldSchema())).toBuffer(news);
    const { read } = createBodyReader<LiveNews>(TOPICS.live, oldSchema());
    expect(createNewsReader().read(read(bytes))!.conversations).toEqual([{ ...told, lately: null }]);
  });

  it('are passed over by who reads as before', () => {
    const current = avro.Type.forSchema(JSON.parse(schemaText(TOPICS.live)));
    const old = avro.Type.forSchema(JSON.parse(oldSchema()));
    const read = old.fromBuffer(encodeBody(TOPICS.live, news!), old.createResolver(current)) as LiveNews;
    const { lately, ...before } = news!.conversations[0]!;
    expect(lately).not.toBeNull();
    expect({ ...read.conversations[0]! }).toMatchObject({
      conversation_id: before.conversation_id,
      version: 2,
    });
  });
});
