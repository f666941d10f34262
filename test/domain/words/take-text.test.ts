import { describe, expect, it } from 'vitest';
import type { Said } from '../../../schemas/types.ts';
import type { ReadingTools } from '../../../services/domain/words/read.ts';
import { withoutText } from '../../../services/domain/words/take-text.ts';

const TOOLS: ReadingTools = { detect: () => 'en', english: new Map([['good', 2]]) };
const SAID: Said = {
  version: 0,
  language: 'en',
  sentiment: 12,
  courtesies: [],
  question: false,
  fingerprint: null,
};

const message = (kind: string, fields: { text?: string | null; said?: Said | null; public?: boolean }) => ({
  conversation_id: 'c1',
  actor: { kind },
  event: { type: 'message' as const, public: true, ...fields },
});

describe('a message without its text', () => {
  it('has what the text says in its place, where the center opted in', () => {
    const taken = withoutText(message('customer', { text: 'this is good' }), TOOLS);
    expect(taken).toMatchObject({ type: 'message', public: true, said: { language: 'en', sentiment: 46 } });
    expect(taken).not.toHaveProperty('text');
  });

  it('has nothing in its place where it did not, even of what was read elsewhere', () => {
    const bare = { type: 'message', public: true };
    expect(withoutText(message('customer', { text: 'this is good' }), null)).toEqual(bare);
    expect(withoutText(message('agent', { said: SAID }), null)).toEqual(bare);
  });

  it('keeps what was read before as it is', () => {
    const taken = withoutText(message('agent', { text: 'this is good', said: SAID }), TOOLS);
    expect(taken).toEqual({ type: 'message', public: true, said: SAID });
  });

  it.each(['bot', 'system'])('has nothing of what a %s writes', (kind) => {
    expect(withoutText(message(kind, { text: 'this is good' }), TOOLS)).not.toHaveProperty('said');
  });

  it('has nothing of notes, nor of messages that have no text', () => {
    expect(withoutText(message('agent', { text: 'this is good', public: false }), TOOLS)).toEqual({
      type: 'message',
      public: false,
    });
    expect(withoutText(message('agent', { text: null, said: null }), TOOLS)).toEqual({
      type: 'message',
      public: true,
    });
    expect(withoutText(message('agent', { text: '' }), TOOLS)).toEqual({ type: 'message', public: true });
  });
});
