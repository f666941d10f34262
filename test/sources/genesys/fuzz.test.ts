import { describe, expect, it } from 'vitest';
import { genesys } from '../../../services/sources/genesys/index.ts';
import { factsOf } from '../support/stored.ts';
import { makeDay } from './support/day.ts';
import { customers, readRecords } from './support/figures.ts';
import { liveOf } from './support/live.ts';

/** So many damaged records (SOURCE_FUZZ=100000 for the full count). */
const COUNT = Number(process.env.SOURCE_FUZZ ?? 4_000);

const STRANGE: readonly unknown[] = [
  ...[null, '', 0, -1, 1e300, true, [], {}, [[]], 'x'.repeat(300), '\ud800', 'interact', 'transfer', 'acd'],
  ...[
    '2026-03-03T09:00:00.000Z',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    4_102_444_800_000,
    '2026-02-30T09:00:00Z',
  ],
];

function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

/** Changes one thing somewhere in a record: a value, a field, an element, or the order of a list. */
function damage(value: unknown, random: (below: number) => number): unknown {
  if (typeof value !== 'object' || value === null || random(6) === 0) return STRANGE[random(STRANGE.length)];
  if (Array.isArray(value)) {
    const i = random(value.length + 1);
    if (i === value.length) return [...value, ...value].reverse();
    if (random(4) === 0) return value.filter((_, j) => j !== i);
    return value.map((one, j) => (j === i ? damage(one, random) : one));
  }
  const entries = Object.entries(value);
  const i = random(entries.length);
  if (random(5) === 0) return Object.fromEntries(entries.filter((_, j) => j !== i));
  return Object.fromEntries(entries.map(([name, one], j) => [name, j === i ? damage(one, random) : one]));
}

describe('damaged records', () => {
  it(`are each events, nothing, or a fault, and what they come to can be measured (${COUNT} of them)`, () => {
    const day = makeDay(11, 200);
    const sound = [...day.conversations, ...day.users, ...day.conversations.slice(0, 100).flatMap(liveOf)];
    const random = numbers(42);
    const reader = genesys.createReader({ customers });
    const counts = { events: 0, ignored: 0, faults: 0 };
    for (let i = 0; i < COUNT; i++) {
      let record: unknown = sound[random(sound.length)];
      for (let times = 1 + random(3); times > 0; times--) record = damage(record, random);
      let text = JSON.stringify(record);
      if (random(10) === 0) text = text.slice(0, random(text.length));
      const { readings, events } = readRecords([text], reader);
      const kinds = readings.flatMap((reading) => Object.keys(reading));
      expect(kinds).toHaveLength(1);
      counts[kinds[0] as keyof typeof counts]++;
      expect(() => factsOf(events)).not.toThrow();
      for (const { value_ms } of factsOf(events)) expect(value_ms).toBeGreaterThanOrEqual(0);
      // A dead letter can be made of anything.
      expect(typeof genesys.redact({ line: 1, text })).toBe('string');
    }
    expect(counts.events + counts.ignored + counts.faults).toBe(COUNT);
    expect(counts.events).toBeGreaterThan(COUNT / 10);
    expect(counts.faults).toBeGreaterThan(COUNT / 10);
  });

  it('of any size are soon dealt with', () => {
    const piece = (i: number) => ({
      segmentType: i % 2 ? 'hold' : 'interact',
      segmentStart: new Date(i * 9_000 + 1e12).toISOString(),
    });
    const sessions = Array.from({ length: 9_000 }, (_, i) => ({
      mediaType: 'voice',
      segments: [piece(i), piece(i + 1)],
    }));
    const purposes = ['customer', 'acd', 'agent', 'agent'];
    const participants = purposes.map((purpose) => ({ purpose, userId: 'u1', sessions }));
    const huge = { conversationId: 'c1', conversationStart: '2001-09-09T01:46:40Z', participants };
    const begun = performance.now();
    const { faults } = readRecords([JSON.stringify(huge)]);
    expect(faults).toEqual([[{ path: 'participants', message: 'have too many sessions and segments' }]]);
    const large = {
      ...huge,
      participants: participants.map((one) => ({ ...one, sessions: sessions.slice(0, 400) })),
    };
    expect(readRecords([JSON.stringify(large)]).faults).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(30_000);
  });

  it('stand in no other record’s way: of a file with some of them, the others are read', () => {
    const { conversations } = makeDay(12, 300);
    const random = numbers(5);
    const lines = conversations.map((record, i) => {
      const text = JSON.stringify(record);
      return i % 10 === 3 ? text.slice(0, 1 + random(text.length - 2)) : text;
    });
    const splitter = genesys.createSplitter();
    const records = [...splitter.push(lines.join('\n')), ...splitter.end()];
    const { readings, faults } = readRecords(records.map(({ text }) => text));
    const sound = lines.filter((_, i) => i % 10 !== 3);
    // A line that is cut behind a colon may take the next one with it: then they are one fault.
    expect(readings.length - faults.length).toBeGreaterThanOrEqual(sound.length - 3);
    expect(faults.length).toBeGreaterThanOrEqual(25);
  });
});
