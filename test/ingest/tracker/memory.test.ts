import { describe, expect, test } from 'vitest';
import { trackingKey } from '../../../services/domain/timeline/conversation-key.ts';
import type { ConversationEvent } from '../../../services/ingest/stages/enrich.ts';
import { createTracker } from '../../../services/ingest/tracker/tracker.ts';
import { NO_PROMISE, OPENED } from '../../domain/measure/build.ts';
import { createStoredRows } from './stored-rows.ts';

function message(conversationId: string, eventId: string, occurredAt = OPENED): ConversationEvent {
  return {
    kind: 'conversation',
    key: trackingKey('tickets', { conversationId, openedAt: OPENED }),
    stream: 'tickets',
    conversationId,
    openedAt: OPENED,
    channel: 'email',
    source: 'test',
    event: {
      eventId,
      occurredAt,
      actorKind: 'customer',
      actorId: '',
      queue: '',
      customerId: '',
      customerTier: '',
      tags: [],
      team: '',
      stamp: NO_PROMISE,
      record: null,
      body: { type: 'message', public: true },
    },
  };
}

const ids = Array.from({ length: 10 }, (_, i) => `c${i}`);

async function take(tracker: ReturnType<typeof createTracker>, events: readonly ConversationEvent[]) {
  await tracker.load(events);
  return events.map((event) => tracker.add(event, { partition: 0, offset: 0n }));
}

describe('the tracker', () => {
  test('tells new events from known ones, in one batch, in later ones, and after reading back', async () => {
    const rows = createStoredRows();
    const tracker = createTracker(rows.store, { maxConversations: 10 });
    expect(await take(tracker, [message('c', 'e1'), message('c', 'e1'), message('c', 'e2')])).toEqual([
      true,
      false,
      true,
    ]);
    expect(await take(tracker, [message('c', 'e2')])).toEqual([false]);
    rows.writeEvents([message('c', 'e1'), message('c', 'e2')]);
    tracker.clear();
    expect(await take(tracker, [message('c', 'e2'), message('c', 'e3')])).toEqual([false, true]);
    expect([...tracker.drain()][0]).toMatchObject({ version: 3, summary: { customerMessages: 3 } });
  });

  test('hands each change out once', async () => {
    const tracker = createTracker(createStoredRows().store, { maxConversations: 10 });
    await take(tracker, [message('c', 'e1'), message('c', 'e2')]);
    expect([...tracker.drain()]).toHaveLength(1);
    expect([...tracker.drain()]).toEqual([]);
    await take(tracker, [message('c', 'e1')]);
    expect([...tracker.drain()]).toEqual([]);
  });

  test('forgets nothing that is not stored yet, and keeps no more than it may afterwards', async () => {
    const tracker = createTracker(createStoredRows().store, { maxConversations: 3 });
    await take(
      tracker,
      ids.map((id) => message(id, 'e1')),
    );
    expect(tracker.size).toBe(10);
    const changes = [...tracker.drain()];
    // While these are written, one of them goes on.
    await take(tracker, [message('c0', 'e2')]);
    tracker.stored(changes.map(({ timeline }) => timeline));
    expect(tracker.size).toBe(3);
    expect([...tracker.drain()][0]).toMatchObject({ version: 2 });
  });

  test('of a long conversation takes up only what can still change, and all of it where an event comes late', async () => {
    const tracker = createTracker(createStoredRows().store, { maxConversations: 10 });
    const told = Array.from({ length: 1_000 }, (_, i) => message('c', `e${i}`, OPENED + 1_000 * (i + 1)));
    await take(tracker, told);
    tracker.stored([...tracker.drain()].map(({ timeline }) => timeline));
    await take(tracker, [message('c', 'next', OPENED + 1_001_000)]);
    const [next] = [...tracker.drain()];
    expect(next).toMatchObject({ version: 1_001, summary: { customerMessages: 1_001 } });
    tracker.stored([next!.timeline]);
    await take(tracker, [message('c', 'late', OPENED - 1_000)]);
    const [late] = [...tracker.drain()];
    expect(late).toMatchObject({ version: 1_002, summary: { customerMessages: 1_002 } });
    expect(late!.tombstones).toEqual([]);
  });

  test('forgets first what was untouched longest', async () => {
    let reads = 0;
    const { store } = createStoredRows();
    const counting = {
      read: (...args: Parameters<typeof store.read>) => {
        reads += args[1].length;
        return store.read(...args);
      },
      forget() {},
    };
    const tracker = createTracker(counting, { maxConversations: 2 });
    await take(tracker, [message('a', 'e1'), message('b', 'e1'), message('c', 'e1')]);
    await take(tracker, [message('a', 'e2')]);
    tracker.stored([...tracker.drain()].map(({ timeline }) => timeline));
    expect(reads).toBe(3);
    await take(tracker, [message('a', 'e3'), message('c', 'e2')]);
    expect(reads).toBe(3);
    await take(tracker, [message('b', 'e2')]);
    expect(reads).toBe(4);
  });
});
