import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { split } from './support/read.ts';
import { asForm, asRest, asStream, task } from './support/records.ts';

const events = ['task.created', 'task-queue.entered', 'task.canceled'].map((type, i) => task(type, i));
const rest = events.map((one) => JSON.stringify(asRest(one)));
const stream = events.map((one) => JSON.stringify(asStream(one)));
const texts = (file: string, length?: number) => split(file, length).map(({ text }) => text);

/** A file, and the records that are in it. */
const file = fc
  .array(
    fc.oneof(
      fc.constantFrom(...events).map((one) => ({ text: asForm(one), parts: [asForm(one)] })),
      fc.constantFrom(...stream).map((text) => ({ text, parts: [text] })),
      fc
        .subarray(rest)
        .map((parts) => ({ text: `{"events":[${parts.join(', ')}],"meta":{"key":"events"}}`, parts })),
      fc.subarray(stream).map((parts) => ({ text: `[${parts.join(',\n')}]`, parts })),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => ({
    text: pieces.map(({ text }) => text).join('\n'),
    parts: pieces.flatMap(({ parts }) => parts),
  }));

describe('the splitter of files', () => {
  it('gives the same records whatever pieces the text comes in', () => {
    fc.assert(
      fc.property(file, fc.integer({ min: 1, max: 5_000 }), ({ text, parts }, length) => {
        expect(texts(text, length)).toEqual(parts);
      }),
    );
  });

  it('says on which line each begins', () => {
    const printed = JSON.stringify({ events: [{ a: 1 }, { b: 2 }], meta: {} }, null, 2);
    expect(split(`x=1\n\n${printed}\ny=2`)).toEqual([
      { line: 1, text: 'x=1' },
      { line: 5, text: '{\n      "a": 1\n    }' },
      { line: 8, text: '{\n      "b": 2\n    }' },
      { line: 14, text: 'y=2' },
    ]);
  });

  it('a line that was cut off costs itself and no other, wherever the cut is', () => {
    const [first, second, third] = stream as [string, string, string];
    for (let cut = 1; cut < second.length; cut++) {
      const found = texts(`${first}\n${second.slice(0, cut)}\n${third}\n`);
      expect(found[0], `cut at ${cut}`).toBe(first);
      expect(found.at(-1), `cut at ${cut}`).toBe(third);
      expect(found.slice(1, -1).join(''), `cut at ${cut}`).toBe(second.slice(0, cut).trimEnd());
    }
  });

  it('of a page that was cut off the whole events are given, and what is left of the last', () => {
    const page = `{"events":[${rest.join(',')}]}`;
    for (let cut = 12; cut < page.length; cut += 7) {
      const found = texts(page.slice(0, cut));
      const whole = rest.filter((_, i) => cut >= 11 + rest.slice(0, i + 1).join(',').length);
      expect(found.slice(0, whole.length)).toEqual(whole);
      expect(found.length - whole.length).toBeLessThanOrEqual(1);
    }
  });

  it('what never ends is given up, and does not fill the memory', () => {
    const splitter = split(`{"a":"${'x'.repeat(5 * 1_048_576)}`, 1_048_576);
    expect(splitter.map(({ text }) => text.length).every((length) => length <= 5 * 1_048_576 + 10)).toBe(
      true,
    );
    expect(splitter.length).toBeGreaterThan(0);
  });

  it('an empty file has no records', () => {
    expect(['', '\n\n', '[]', '{"events":[]}', '\uFEFF'].map((text) => texts(text))).toEqual([
      [],
      [],
      [],
      [],
      [],
    ]);
  });
});
