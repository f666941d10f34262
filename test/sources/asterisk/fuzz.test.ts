import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventFaults } from '../../../services/domain/events/rules.ts';
import { asterisk } from '../../../services/sources/asterisk/index.ts';
import { makeDay } from './support/day.ts';
import { customers } from './support/tell.ts';

/** Lines that are damaged; SOURCE_FUZZ=100000 for the full count. */
const COUNT = Number(process.env.SOURCE_FUZZ ?? 4_000);

const { lines } = makeDay(7);

type Damage = (line: string) => string;
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const anyField = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '',
    'NONE',
    '__proto__',
    'constructor',
    '-1',
    '1e9',
    'NaN',
    '99999999999',
    '\u0000',
    '\uD800',
    'x'.repeat(300),
  ),
  fc.constantFrom(...lines.flatMap((line) => line.split('|')).slice(0, 200)),
  fc.integer().map(String),
);
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.constant<Damage>((line) => line),
  place.map<Damage>((at) => (line) => line.slice(0, Math.floor(at * line.length))),
  fc
    .tuple(place, fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }))
    .map<Damage>(([at, text]) => (line) => {
      const cut = Math.floor(at * line.length);
      return line.slice(0, cut) + text + line.slice(cut + 1);
    }),
  fc.tuple(place, anyField).map<Damage>(([at, text]) => (line) => {
    const fields = line.split('|');
    return fields.with(Math.floor(at * fields.length), text).join('|');
  }),
  fc.tuple(place, place).map<Damage>(([a, b]) => (line) => {
    const fields = line.split('|');
    const [i, j] = [Math.floor(a * fields.length), Math.floor(b * fields.length)];
    return fields.with(i, fields[j]!).with(j, fields[i]!).join('|');
  }),
  place.map<Damage>(
    (at) => (line) =>
      line
        .split('|')
        .toSpliced(Math.floor(at * line.split('|').length), 1)
        .join('|'),
  ),
  fc.array(anyField, { maxLength: 12 }).map<Damage>((fields) => () => fields.join('|')),
);

describe(`damaged lines (${COUNT})`, () => {
  it('are each accounted for, end no reading, give no event that means nothing, and leave a state that can be taken up', () => {
    let reader = asterisk.createReader({ customers });
    const counts = { events: 0, ignored: 0, faults: 0 };
    let read = 0;
    fc.assert(
      fc.property(
        fc.array(damage, { minLength: 200, maxLength: 200 }),
        fc.nat(lines.length - 200),
        (damages, from) => {
          for (const [i, spoil] of damages.entries()) {
            const record = { line: ++read, text: spoil(lines[from + i]!) };
            const reading = reader.read(record);
            expect(Object.keys(reading)).toHaveLength(1);
            if ('events' in reading) {
              expect(reading.events.length).toBeGreaterThan(0);
              for (const event of reading.events) expect(eventFaults(event), record.text).toEqual([]);
              counts.events++;
            } else if ('faults' in reading) {
              expect(reading.faults.length).toBeGreaterThan(0);
              counts.faults++;
            } else counts.ignored++;
            expect(typeof asterisk.redact(record)).toBe('string');
          }
          const state = JSON.parse(JSON.stringify(reader.state()));
          reader = asterisk.createReader({ customers, state });
          expect(reader.state()).toEqual(state);
        },
      ),
      { numRuns: Math.ceil(COUNT / 200) },
    );
    expect(counts.events + counts.ignored + counts.faults).toBe(read);
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(COUNT / 50);
  });

  it('as a text in pieces: the splitter gives all of it out', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 20 }), (pieces) => {
        const splitter = asterisk.createSplitter();
        const records = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
        const reader = asterisk.createReader({ customers });
        for (const record of records) expect(Object.keys(reader.read(record))).toHaveLength(1);
      }),
      { numRuns: Math.ceil(COUNT / 40) },
    );
  });
});
