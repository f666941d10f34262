import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conversationRecord } from '../../../services/sources/genesys/shapes.ts';
import { LIVE_VERSION, versionOf } from '../../../services/sources/genesys/version.ts';
import { cutAt, makeDay } from './support/day.ts';
import { readRecords } from './support/figures.ts';
import { conversation, part, seg, sess } from './support/records.ts';

const AT = Date.UTC(2026, 2, 3, 9);
const version = (record: object) => versionOf(conversationRecord.parse(record));

describe('the version of a record', () => {
  it('grows with what has become known, and is the same for what is the same', () => {
    const { conversations } = makeDay(17, 120);
    fc.assert(
      fc.property(fc.constantFrom(...conversations), fc.nat(900_000), fc.nat(900_000), (record, a, b) => {
        const began = Date.parse(record.conversationStart);
        const [earlier, later] = [Math.min(a, b), Math.max(a, b)].map((ms) => cutAt(record, began + ms));
        expect(version(earlier!)).toBeLessThanOrEqual(version(later!));
        expect(version(later!)).toBeLessThanOrEqual(version(record));
        if (version(earlier!) !== version(later!)) return;
        const events = (one: object) => readRecords([JSON.stringify(one)]).events;
        expect(events(earlier!)).toEqual(events(later!));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is below that of detail events while the conversation goes on, and above it once it is over', () => {
    const { conversations } = makeDay(17, 50);
    for (const record of conversations) {
      const { conversationEnd, ...open } = record;
      expect(version(open)).toBeGreaterThan(0);
      expect(version(open)).toBeLessThan(LIVE_VERSION);
      expect(version(record)).toBeGreaterThan(LIVE_VERSION);
      expect(Number.isSafeInteger(version(record))).toBe(true);
    }
    const last = conversation(Date.UTC(2099, 11, 31), Date.UTC(2099, 11, 31, 23, 59), []);
    expect(Number.isSafeInteger(version(last))).toBe(true);
  });

  it('does not know what lies ahead: neither a scheduled callback nor when an idle conversation would end', () => {
    const side = (more: object) => part('customer', [sess('callback', [seg('interact', AT, AT + 9)], more)]);
    const ahead = { callbackScheduledTime: '2031-01-01T00:00:00.000Z' };
    const plain = conversation(AT, AT + 9, [side({})]);
    const scheduled = {
      ...plain,
      participants: [side(ahead)],
      inactivityTimeout: '2031-01-01T00:00:00.000Z',
    };
    expect(version(scheduled)).toBe(version(plain));
  });
});
