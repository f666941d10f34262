import { beforeEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../../services/alerting/alert.ts';
import { createBook } from '../../../services/alerting/book.ts';
import { createAhead } from '../../../services/alerting/targets/ahead.ts';
import { createTargetWatch } from '../../../services/alerting/targets/watch.ts';
import type { LivePosition, ToldConversation } from '../../../services/live/feed.ts';
import { NOTHING_LATELY } from '../../../services/live/live-fact.ts';
import { createPicture, type Picture } from '../../../services/live/picture.ts';
import { ruleOf } from '../support.ts';

const T0 = Date.UTC(2026, 2, 5, 12);
const RULES = [
  ruleOf({ id: 'breach', kind: 'sla_breach' }),
  ruleOf({ id: 'warning', kind: 'sla_warning', left: '10s' }),
];

let now = T0;
/** Where Kafka ends; null: it is away. */
let end: bigint | null = 0n;
let asked = 0;
let picture: Picture | null = null;
let told: Alert[] = [];

beforeEach(() => {
  now = T0;
  end = 0n;
  asked = 0;
  told = [];
  picture = createPicture(new Map());
});

const running = (offset: number, dueAt: number | null): ToldConversation => ({
  ...{ stream: 'tickets', conversationId: 'a', openedAt: 0, channel: 'email', version: offset + 1 },
  ...{ partition: 0, offset: BigInt(offset), lately: NOTHING_LATELY },
  facts:
    dueAt === null
      ? []
      : [
          {
            ...{ fact: 'sla_target', at: dueAt, label: 'first_response', targetMs: 60_000, seq: 0 },
            ...{ businessMs: 0, queue: '', team: '', agent: '', priority: '', customerTier: '', policy: '' },
          },
        ],
});
const upTo = (until: number, asOf: number | null = null): LivePosition => ({
  ...{ topic: 'contact.tickets', partition: 0, from: 0n, until: BigInt(until), stored: 0n, asOf },
});
const hear = (position: LivePosition, ...conversations: ToldConversation[]) =>
  picture!.play({ conversations, agents: [], positions: [position] }, now);

function startAhead() {
  const watch = createTargetWatch(createBook(), {
    rules: RULES,
    calendarOf: () => null,
    maxAgeMs: 3_600_000,
  });
  return createAhead(
    {
      live: {
        mirror: () => picture?.mirror ?? null,
        status: () => (picture === null ? 'seeding' : 'live'),
        freshness: () => ({ asOf: picture?.coverage.asOf() ?? null, lagMs: null }),
        reaches: (offsets) => picture?.coverage.reaches(offsets) ?? false,
      },
      ends: {
        async read() {
          asked++;
          if (end === null) throw new Error('away');
          return new Map([['contact.tickets/0', end]]);
        },
      },
      watch,
      pass: async (alerts) => void told.push(...alerts),
      now: () => now,
    },
    { settleMs: 50, closeMs: 20, calmMs: 100 },
  );
}

describe('what is decided ahead of storage', () => {
  it('is a breach, as soon as all that Kafka had when the target was due is known', async () => {
    hear(upTo(1), running(0, T0 + 1_000));
    const ahead = startAhead();
    end = 1n;
    await ahead.look();
    end = 3n;
    now = T0 + 1_049;
    await ahead.look();
    // Nothing has come that could be decided by asking again.
    expect([asked, told.map(({ rule }) => rule)]).toEqual([1, ['warning']]);
    now = T0 + 1_050;
    await ahead.look();
    expect([asked, told.length]).toEqual([2, 1]);
    hear(upTo(2));
    await ahead.look();
    expect(told).toHaveLength(1);
    // More has come to Kafka, which does not matter.
    end = 9n;
    now = T0 + 1_090;
    hear(upTo(3));
    await ahead.look();
    await ahead.look();
    expect(told.slice(1)).toMatchObject([
      { rule: 'breach', beganAt: T0 + 1_000, changedAt: T0 + 1_090, unconfirmed: false, late: false },
    ]);
  });

  it('is nothing where the reply was in Kafka all the while', async () => {
    hear(upTo(1), running(0, T0));
    const ahead = startAhead();
    end = 2n;
    now = T0 + 50;
    await ahead.look();
    hear(upTo(2), running(1, null));
    await ahead.look();
    expect(told).toEqual([]);
  });

  it('rests on the word of ingest where Kafka cannot be asked, or ends with what no event is', async () => {
    hear(upTo(1, T0 + 49), running(0, T0));
    const ahead = startAhead();
    now = T0 + 60;
    end = null;
    await ahead.look();
    expect(told.map(({ rule }) => rule)).toEqual(['warning']);
    end = 2n;
    hear(upTo(1, T0 + 50));
    await ahead.look();
    expect(told.slice(1)).toMatchObject([{ rule: 'breach' }]);
  });

  it('is nothing while the live state is not whole, and nothing that was known of the one before holds', async () => {
    const before = picture!;
    hear(upTo(1), running(0, T0));
    const ahead = startAhead();
    end = 2n;
    now = T0 + 50;
    await ahead.look();
    picture = null;
    before.play({ conversations: [], agents: [], positions: [upTo(2)] }, now);
    await ahead.look();
    expect([ahead.decides(), told]).toEqual([false, []]);
    picture = createPicture(new Map());
    hear(upTo(1), running(0, T0));
    end = 3n;
    await ahead.look();
    expect([ahead.decides(), told]).toEqual([true, []]);
    hear(upTo(3));
    await ahead.look();
    expect(told).toHaveLength(1);
  });

  it('is looked for at the very instant, and seldom before', async () => {
    hear(upTo(1), running(0, T0 + 10_030));
    const ahead = startAhead();
    end = 1n;
    await ahead.look();
    // The warning is in 30 ms, and 50 more until what was sent before is in Kafka.
    expect(ahead.pauseMs()).toBe(80);
    now = T0 + 80;
    expect(ahead.pauseMs()).toBe(20);
    await ahead.look();
    expect(told).toHaveLength(1);
    expect(ahead.pauseMs()).toBe(100);
  });
});
