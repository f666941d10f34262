import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DAY_MS, type TimelineRef } from '../../../services/domain/timeline/conversation-key.ts';
import { createSparingStore } from '../../../services/ingest/tracker/sparing-store.ts';

const TODAY = 20_000;
const LEARN_AFTER = 3;

function setUp(stored: Record<number, string[]> = {}) {
  const asked: string[] = [];
  const learnt: number[] = [];
  let failures = 0;
  const store = createSparingStore(
    {
      async read(_stream, refs) {
        asked.push(...refs.map((ref) => ref.conversationId));
        return new Map();
      },
      forget() {},
    },
    async (_stream, day) => {
      if (failures-- > 0) throw new Error('away');
      learnt.push(day);
      return (stored[day] ?? []).map((id) => crc32(id));
    },
    { learnAfter: LEARN_AFTER, days: 2, now: () => TODAY * DAY_MS },
  );
  const refs = (day: number, ids: readonly string[]): TimelineRef[] =>
    ids.map((conversationId) => ({ conversationId, openedAt: day * DAY_MS + 1 }));
  return {
    learnt,
    forget: () => store.forget(),
    fail(times: number) {
      failures = times;
    },
    /** The ids that the store itself was asked for. */
    async ask(day: number, ...ids: string[]): Promise<string[]> {
      asked.length = 0;
      await store.read('chats', refs(day, ids));
      return [...asked];
    },
  };
}

describe('the sparing store', () => {
  test('asks for everything until it has learnt the day, and then not for what is new', async () => {
    const { ask, learnt } = setUp({ [TODAY]: ['old-1', 'old-2'] });
    expect(await ask(TODAY, 'a', 'b')).toEqual(['a', 'b']);
    expect(learnt).toEqual([]);
    expect(await ask(TODAY, 'c')).toEqual(['c']);
    expect(learnt).toEqual([TODAY]);
    expect(await ask(TODAY, 'd', 'old-1')).toEqual(['old-1']);
  });

  test('asks for what it was asked for before: it may have been written since', async () => {
    const { ask } = setUp();
    await ask(TODAY, 'a', 'b', 'c');
    expect(await ask(TODAY, 'd')).toEqual([]);
    expect(await ask(TODAY, 'a', 'd')).toEqual(['a', 'd']);
  });

  test('forgets with the partitions what it knows', async () => {
    const { ask, forget } = setUp();
    await ask(TODAY, 'a', 'b', 'c');
    forget();
    expect(await ask(TODAY, 'e')).toEqual(['e']);
  });

  test('learns again later when the day could not be learnt', async () => {
    const { ask, fail, learnt } = setUp();
    fail(1);
    await expect(ask(TODAY, 'a', 'b', 'c')).rejects.toThrow('away');
    expect(await ask(TODAY, 'a')).toEqual(['a']);
    expect(learnt).toEqual([TODAY]);
  });

  test('asks for everything of days gone by, of days that it has left behind, and of days to come', async () => {
    const { ask } = setUp();
    const many = ['a', 'b', 'c', 'd'];
    await ask(TODAY - 3, ...many);
    expect(await ask(TODAY - 3, 'e')).toEqual([]);
    await ask(TODAY, ...many);
    for (const day of [TODAY - 3, TODAY - 1, TODAY + 2]) {
      await ask(day, ...many);
      expect(await ask(day, 'x')).toEqual(['x']);
    }
    expect(await ask(TODAY, 'x')).toEqual([]);
  });
});
