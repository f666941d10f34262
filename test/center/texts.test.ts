import { describe, expect, it } from 'vitest';
import { parseContactCenter } from '../../services/center/contact-center.ts';
import { createTexts, withoutTexts } from '../../services/center/texts.ts';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';

const center = (text: string) => parseContactCenter(text, 'center.yaml');

describe('the section texts', () => {
  it('has to say that texts are read, and says nothing else', () => {
    expect(center('').texts).toEqual({ read: false });
    expect(center('texts: {}').texts).toEqual({ read: false });
    expect(center('texts: { read: true }').texts).toEqual({ read: true });
    expect(() => center('texts: { read: sometimes }')).toThrow('center.yaml');
    expect(() => center('texts: { raed: true }')).toThrow('center.yaml');
  });

  it('is followed: texts are read from when it says so until it says otherwise', async () => {
    const texts = createTexts();
    expect(texts.tools()).toBeNull();
    await texts.follow(center('texts: { read: true }'));
    expect(texts.tools()?.detect('Where is the parcel that I ordered?')).toBe('en');
    const loading = texts.follow(center('texts: { read: true }'));
    await texts.follow(center(''));
    await loading;
    // What was still loading when it was withdrawn does not come back.
    expect(texts.tools()).toBeNull();
  });
});

describe('a producer without texts', () => {
  it('sends all else as it is', async () => {
    const sent: OutgoingEvent[] = [];
    const tools = { detect: () => 'en', english: new Map<string, number>() };
    const producer = withoutTexts(
      { send: async (events) => void sent.push(...events), close: async () => {} },
      { tools: () => tools },
    );
    const value = { conversation_id: 'c', actor: { kind: 'customer', id: null } };
    const ended = { topic: 'contact.chats', value: { ...value, event: { type: 'ended', resolved: null } } };
    const message = {
      topic: 'contact.chats',
      value: { ...value, event: { type: 'message', public: true, text: 'Is it here?' } },
    };
    await producer.send([ended, message] as OutgoingEvent[]);
    expect(sent[0]).toBe(ended);
    expect(sent[1]!.value.event).toMatchObject({ type: 'message', said: { question: true } });
    expect(JSON.stringify(sent)).not.toContain('here');
  });
});
