import { describe, expect, it } from 'vitest';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { byKey, simulate } from './world.ts';

interface Written {
  conversation: string;
  by: string;
  text: string;
  complains: boolean;
}

const written = simulate(7, 3).flatMap(writtenIn);

function writtenIn(event: OutgoingEvent): Written[] {
  if (event.topic !== 'contact.chats' && event.topic !== 'contact.tickets') return [];
  const { conversation_id: conversation, actor, tags, event: body } = event.value;
  if (body.type !== 'message') return [];
  const { text } = body as { text?: string };
  const complains = tags.some((tag) => tag.startsWith('complaint:'));
  return [{ conversation, by: actor.kind, text: text ?? '', complains }];
}

const CHINESE = /\p{Script=Han}/u;
const share = <T>(items: readonly T[], is: (item: T) => boolean) => items.filter(is).length / items.length;

describe('what is written', () => {
  it('is a short text in every message, with no gap left in it', () => {
    expect(written.length).toBeGreaterThan(10_000);
    for (const { text } of written) expect(text).toMatch(/^[^#]{3,100}$/);
  });

  it('is in one language throughout a conversation: English, of some Chinese', () => {
    const conversations = [...byKey(written, ({ conversation }) => conversation).values()];
    const chinese = conversations.filter((lines) => CHINESE.test(lines[0]!.text));
    for (const lines of conversations)
      expect(new Set(lines.map(({ text }) => CHINESE.test(text))).size).toBe(1);
    expect(chinese.length / conversations.length).toBeGreaterThan(0.05);
    expect(chinese.length / conversations.length).toBeLessThan(0.2);
  });

  it('is annoyed far more often of customers who complain', () => {
    const isAnnoyed = ({ text }: Written) =>
      /disappointed|broken|Terrible|third time|ridiculous|already|awful|太差|失望/.test(text);
    const customers = written.filter(({ by }) => by === 'customer');
    const complaining = share(
      customers.filter(({ complains }) => complains),
      isAnnoyed,
    );
    const others = share(
      customers.filter(({ complains }) => !complains),
      isAnnoyed,
    );
    expect(complaining).toBeGreaterThan(0.2);
    expect(complaining).toBeGreaterThan(2 * others);
  });
});
