import { describe, expect, it } from 'vitest';
import type { LiveNews } from '../../schemas/types.ts';
import type { ToldConversation } from '../../services/live/feed.ts';
import { NOTHING_LATELY } from '../../services/live/live-fact.ts';
import { createNewsReader, createNewsWriter } from '../../services/live/topic/news.ts';

const conversations = Array.from(
  { length: 1_200 },
  (_, i): ToldConversation => ({
    ...{ stream: 'chats', conversationId: `c${i}`, openedAt: 0, channel: 'chat', version: 1 },
    ...{ partition: 0, offset: BigInt(i), facts: [], lately: NOTHING_LATELY },
  }),
);
const position = {
  ...{ topic: 'contact.chats', partition: 0, asOf: null },
  ...{ from: 0n, until: 1_200n, stored: 0n },
};

/** Three pieces of one delta, and one more. */
function written(): LiveNews[] {
  const writer = createNewsWriter('one');
  const next = { conversations: [], agents: [], positions: [{ ...position, from: 1_200n, until: 1_300n }] };
  return [...writer.write({ conversations, agents: [], positions: [position] }), ...writer.write(next)];
}

/** From where to where each position says that all is told. */
function heard(news: readonly LiveNews[]) {
  const { read } = createNewsReader();
  return news.flatMap((one) => read(one)?.positions ?? []).map(({ from, until }) => [from, until]);
}

describe('who reads news in pieces', () => {
  it('takes a position for what it says once all pieces before it were read', () => {
    expect(heard(written())).toEqual([
      [0n, 1_200n],
      [1_200n, 1_300n],
    ]);
  });

  it.each([
    ['the first', 0],
    ['one in the middle', 1],
  ])('knows that something is missing where %s is, and only there', (_, lost) => {
    expect(heard(written().filter((__, i) => i !== lost))).toEqual([
      [1_200n, 1_200n],
      [1_200n, 1_300n],
    ]);
  });

  it('takes a piece that comes again for nothing', () => {
    const news = written();
    expect(heard([...news, ...news])).toEqual(heard(news));
  });
});
