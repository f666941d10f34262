import { describe, expect, it } from 'vitest';
import { measure } from '../../../services/domain/measure/measure.ts';
import { amazonConnect } from '../../../services/sources/amazon-connect/index.ts';
import { createCustomerIds } from '../../../services/sources/customers.ts';
import { readRecord } from '../../../services/sources/read-record.ts';
import { timelinesOf } from '../support/stored.ts';
import { makeDay } from './support/day.ts';
import { newsOf } from './support/news.ts';
import { createRandom, type Random } from './support/random.ts';
import { makeShifts } from './support/shift.ts';

/** Mutated records; SOURCE_FUZZ=100000 tries more. */
const COUNT = Number(process.env.SOURCE_FUZZ ?? 5_000);
const CALLER = '+4930123456';

const ODD: readonly unknown[] = [
  null,
  '',
  'x',
  0,
  -1,
  1e308,
  0.1,
  true,
  [],
  {},
  [null],
  { a: { b: [] } },
  '2026-03-10T09:00:00Z',
  '2026-13-45T99:99:99Z',
  '9999-12-31T23:59:59.999Z',
  '0001-01-01T00:00:00Z',
  '2026-03-10T09:00:00+14:00',
  1_773_133_200,
  '\ud800',
  '\u0000',
  'a'.repeat(5_000),
  CALLER,
  '__proto__',
];

type Parent = Record<string, unknown>;

/** Something in a record, and what holds it. */
function somewhere(record: Parent, random: Random): { holder: Parent; key: string } {
  let holder = record;
  for (;;) {
    const key = random.of(Object.keys(holder));
    const value = holder[key];
    const isDeep = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
    if (!isDeep || random.chance(0.3)) return { holder, key };
    holder = value as Parent;
  }
}

function mutate(record: Parent, random: Random): string {
  const copy = structuredClone(record);
  for (let i = random.int(1, 4); i > 0; i--) {
    const { holder, key } = somewhere(copy, random);
    const kind = random.int(1, 5);
    if (kind === 1 && Object.keys(holder).length > 1) delete holder[key];
    else if (kind === 2) holder[key] = somewhereElse(copy, random);
    else if (kind === 3) holder[`${key}X`] = holder[key];
    else holder[key] = structuredClone(random.of(ODD));
  }
  let text = JSON.stringify(copy);
  if (random.chance(0.15)) text = text.slice(0, random.int(0, text.length));
  if (random.chance(0.1)) {
    const at = random.int(0, text.length);
    text = text.slice(0, at) + random.of(['{', '}', '"', '\n', '\\', '[', 'é', '\u0000']) + text.slice(at);
  }
  return text;
}

function somewhereElse(record: Parent, random: Random): unknown {
  const { holder, key } = somewhere(record, random);
  return structuredClone(holder[key]);
}

describe(`${COUNT} mutated records`, () => {
  const { records: contacts } = makeDay(1, 200);
  const originals = [...contacts, ...contacts.slice(0, 50).flatMap(newsOf), ...makeShifts(1, 1).events];

  it('end nothing, and each is events, nothing that counts, or faults that name no value', () => {
    const random = createRandom(4);
    const reader = amazonConnect.createReader({ customers: createCustomerIds('secret') });
    const came = { events: 0, ignored: 0, faults: 0 };
    let records = 0;
    for (let i = 0; i < COUNT; i++) {
      const splitter = amazonConnect.createSplitter();
      const text = mutate(random.of(originals), random);
      for (const record of [...splitter.push(text), ...splitter.end()]) {
        records++;
        // The reader's own failures are not hidden: `readRecord` would take them for faults.
        reader.read(record);
        const reading = readRecord(reader, record);
        if ('events' in reading) {
          came.events++;
          for (const timeline of timelinesOf(reading.events)) measure(timeline);
        } else if ('ignored' in reading) came.ignored++;
        else {
          came.faults++;
          expect(reading.faults.length).toBeGreaterThan(0);
          expect(JSON.stringify(reading)).not.toContain(CALLER);
        }
        expect(amazonConnect.redact(record)).not.toContain(CALLER);
      }
    }
    expect(came.events + came.ignored + came.faults).toBe(records);
    // Neither is everything refused nor everything taken.
    expect(Math.min(came.events, came.faults)).toBeGreaterThan(COUNT / 20);
    if (COUNT > 5_000) console.info(`${COUNT} mutated: ${records} records`, came);
  });

  it('leave those beside them as they are', () => {
    const random = createRandom(9);
    const reader = amazonConnect.createReader({ customers: createCustomerIds('secret') });
    for (let i = 0; i < COUNT / 50; i++) {
      const [before, after] = [random.of(originals), random.of(originals)].map((one) => JSON.stringify(one));
      const splitter = amazonConnect.createSplitter();
      const text = `${before}${mutate(random.of(originals), random)}\n${after}\n`;
      const found = [...splitter.push(text), ...splitter.end()].map((record) => record.text);
      expect(found[0]).toBe(before);
      expect(readRecord(reader, { line: 1, text: found[0]! })).not.toHaveProperty('faults');
    }
  });
});
