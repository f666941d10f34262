import { describe, expect, it } from 'vitest';
import { eventFaults } from '../../../services/domain/events/rules.ts';
import { twilio } from '../../../services/sources/twilio/index.ts';
import { makeDay } from './support/day.ts';
import { reading, split } from './support/read.ts';
import { asForm, asRest, asStream } from './support/records.ts';
import { dice } from './support/world.ts';

/** So many records; SOURCE_FUZZ=100000 asks more. */
const RECORDS = Number(process.env.SOURCE_FUZZ ?? 4_000);
const { between, of } = dice(7);

const originals = makeDay(9, 40).callbacks.flatMap(({ fields }) => [
  asForm(fields),
  JSON.stringify(asRest(fields)),
  JSON.stringify(asStream(fields)),
]);
const VALUES = [
  '',
  '0',
  '-1',
  'null',
  '{}',
  '[]',
  '%',
  '%ZZ',
  '\u0000',
  '\ud800',
  '1e309',
  '9'.repeat(400),
  'ä'.repeat(300),
];

/** A record with something wrong with it. */
function mutated(): string {
  let text = of(originals);
  for (let times = between(1, 3); times > 0; times--) {
    const at = between(0, text.length);
    const to = Math.min(text.length, at + between(0, 40));
    switch (between(0, 6)) {
      case 0:
        text = text.slice(0, at);
        break;
      case 1:
        text = text.slice(0, at) + text.slice(to);
        break;
      case 2:
        text = text.slice(0, at) + of(VALUES) + text.slice(at);
        break;
      case 3:
        text = text.slice(0, at) + String.fromCharCode(between(0, 65_535)) + text.slice(at + 1);
        break;
      case 4:
        text = text.slice(0, to) + text.slice(at);
        break;
      case 5:
        // A value in the place of another.
        text = text.replace(/(=|": ?"?)[^&"]{1,40}/, (_, before: string) => before + of(VALUES));
        break;
      default:
        text =
          text.slice(0, at) + of(['{', '}', '[', ']', '"', '\\', '&', '=', '\n', ',', ':']) + text.slice(at);
    }
  }
  return text;
}

describe('records that something is wrong with', () => {
  it(`are each accounted for, and nothing throws (${RECORDS} records)`, () => {
    const ask = reading();
    const reader = twilio.createReader({ customers: { idOf: () => 'c' } });
    const found = { events: 0, ignored: 0, faults: 0 };
    for (let i = 0; i < RECORDS; i++) {
      const text = mutated();
      expect(() => reader.read({ line: 1, text })).not.toThrow();
      const result = ask(text);
      if ('events' in result) {
        found.events++;
        expect(result.events.length).toBeGreaterThan(0);
        expect(result.events.flatMap(eventFaults)).toEqual([]);
      } else if ('ignored' in result) {
        found.ignored++;
        expect(result.ignored).toMatch(/^[a-z_]+$/);
      } else {
        found.faults++;
        expect(result.faults.length).toBeGreaterThan(0);
      }
      expect(typeof twilio.redact({ line: 1, text })).toBe('string');
    }
    expect(found.events + found.ignored + found.faults).toBe(RECORDS);
    for (const count of Object.values(found)) expect(count).toBeGreaterThan(RECORDS / 100);
  }, 600_000);

  it('cost their neighbours in a file at most the one that they are grown together with', () => {
    const whole = originals.filter((text) => !text.includes('\n'));
    for (let i = 0; i < RECORDS / 20; i++) {
      const neighbours = [of(whole), of(whole)];
      const texts = split(`${neighbours[0]}\n${mutated()}\n${neighbours[1]}\n`, between(1, 3_000)).map(
        ({ text }) => text,
      );
      expect(texts[0] === neighbours[0] || texts.at(-1) === neighbours[1]).toBe(true);
    }
  }, 600_000);
});
