import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSplitter } from '../../../services/sources/amazon-connect/splitter.ts';

function split(...pieces: string[]) {
  const splitter = createSplitter();
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}
const texts = (...pieces: string[]) => split(...pieces).map(({ text }) => text);

describe('objects that stand one behind the other', () => {
  it.each([
    ['{"a":1}{"b":2}'],
    ['{"a":1}\n{"b":2}\n'],
    ['{"a":1}\r\n\r\n{"b":2}'],
    ['[{"a":1},{"b":2}]'],
    ['[\n{"a":1}\n,\n{"b":2}\n]\n'],
    ['[{"a":1}][{"b":2}]'],
    ['\ufeff{"a":1} {"b":2}'],
  ])('are records: %j', (text) => {
    expect(texts(text)).toEqual(['{"a":1}', '{"b":2}']);
  });

  it('may hold braces, quotes and backslashes in their texts, lists and objects in their fields', () => {
    const objects = [{ a: '}{"\\' }, { b: [{ c: {} }, [], [[{}]]] }, { 'k{': '\\' }, { e: '\u2028 \n' }];
    const written = objects.map((one) => JSON.stringify(one));
    expect(texts(written.join(''))).toEqual(written);
    const pretty = objects.map((one) => JSON.stringify(one, null, 2));
    expect(texts(pretty.join('\n'))).toEqual(pretty);
  });

  it('are told by the line on which they begin', () => {
    expect(split('\n{"a":\n1}{"b":2}\n\n[\n{"c":3}]').map(({ line }) => line)).toEqual([2, 3, 6]);
  });

  it('are the same in whatever pieces they come', () => {
    const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 });
    fc.assert(
      fc.property(
        objects,
        fc.constantFrom('', '\n', ' , '),
        fc.array(fc.nat(200)),
        (values, between, cuts) => {
          const written = values.map((one) => JSON.stringify(one));
          const text = written.join(between);
          const pieces: string[] = [];
          let from = 0;
          for (const cut of cuts) {
            pieces.push(text.slice(from, from + cut));
            from += cut;
          }
          expect(texts(...pieces, text.slice(from))).toEqual(written);
        },
      ),
    );
  });
});

describe('what is torn', () => {
  it('ends where JSON allows no further, and what follows is whole', () => {
    expect(texts('{"a":1,"b":{"c":2\n{"d":3}')).toEqual(['{"a":1,"b":{"c":2', '{"d":3}']);
    expect(texts('{"a":1{"d":3}')).toEqual(['{"a":1', '{"d":3}']);
    expect(texts('{"a":"torn\n{"d":3}')).toEqual(['{"a":"torn', '{"d":3}']);
    expect(texts('{"a":{\n{"d":3}\n{"e":4}')).toEqual(['{"a":{', '{"d":3}', '{"e":4}']);
  });

  it('at the end is a record', () => {
    expect(texts('{"a":1}{"b":')).toEqual(['{"a":1}', '{"b":']);
  });

  it('or is no object is a record too, a line long', () => {
    expect(texts('hello\nworld {"a":1} 7\n"x"\n{"b":2}')).toEqual([
      'hello',
      'world',
      '{"a":1}',
      '7',
      '"x"',
      '{"b":2}',
    ]);
    expect(texts('', ' \n,[]')).toEqual([]);
  });

  it('and never ends is cut, so that it fills no memory', () => {
    const splitter = createSplitter();
    const cut = Array.from({ length: 12 }, () => splitter.push(`{"a":"${'x'.repeat(1_048_576)}`)).flat();
    expect(cut.length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...cut.map(({ text }) => text.length))).toBeLessThanOrEqual(4 * 1_048_576);
    const deep = '{"a":'.repeat(200_000);
    expect(texts(deep, '\n{"b":2}').length).toBeGreaterThan(0);
  });
});
