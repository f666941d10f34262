import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { genesys } from '../../../services/sources/genesys/index.ts';

function cut(...pieces: string[]) {
  const splitter = genesys.createSplitter();
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}
const texts = (...pieces: string[]) => cut(...pieces).map(({ text }) => text);

const A = '{"conversationId":"a","note":"} ] \\" {"}';
const B = '{"conversationId":"b","participants":[{"sessions":[{}]}]}';
const U = '{"userId":"u","primaryPresence":[{"startTime":"x"}]}';

describe('records of Genesys Cloud', () => {
  it('are the objects of an answer, one line or many, whatever stands around them', () => {
    expect(texts(`{"conversations":[${A},${B}],"totalHits":2}`)).toEqual([A, B]);
    expect(texts(`{ "cursor" : "x", "conversations" : [\n ${A}\n,\n ${B} ] }`)).toEqual([A, B]);
    expect(texts(`{"aggregations":[{"a":1}],"conversations":[${A}],"dataAvailabilityDate":"x"}`)).toEqual([
      A,
    ]);
    expect(texts(`{"userDetails":[${U}],"cursor":"x"}`)).toEqual([U]);
    expect(texts('{"conversations":[]}', '{"conversations":[],"totalHits":0}', ' ')).toEqual([]);
  });

  it('are those of several answers, one after another, by lines, or in a list', () => {
    const pages = [`{"conversations":[${A}]}`, `{"conversations":[${B}]}`, `{"userDetails":[${U}]}`];
    for (const text of [pages.join('\n'), pages.join(''), `[${pages.join(',\n')}]`]) {
      expect(texts(text), text).toEqual([A, B, U]);
    }
  });

  it('are records by themselves: a list, lines, or nothing between them', () => {
    for (const text of [
      `[${A},${B},${U}]`,
      `${A}\n${B}\r\n${U}\n`,
      `${A}${B}${U}`,
      `\ufeff${A}\n\n${B},\n${U}`,
    ]) {
      expect(texts(text), text).toEqual([A, B, U]);
    }
  });

  it('are cut in whatever pieces they come', () => {
    const text = `{"conversations":[${A},${B}],"totalHits":2}\n${A}\n[${U}]`;
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        expect(texts(...places.slice(1).map((to, i) => text.slice(places[i], to)))).toEqual([A, B, A, U]);
      }),
    );
  });

  it('know the line where they begin', () => {
    expect(cut(`{"conversations":[\n${A},\n\n${B}]}\n${U}`).map(({ line }) => line)).toEqual([2, 4, 5]);
  });

  it('that are cut off are one record, and those after it are whole', () => {
    expect(texts(`${A}\n{"conversationId":"c","par\n${B}\n`)).toEqual([A, '{"conversationId":"c","par', B]);
    expect(texts(`${A}\n{"conversationId":"c"\n${B}\n`)).toEqual([A, '{"conversationId":"c"', B]);
    expect(texts(`${A}\n{"conversationId":"c",\n${B}\n`)).toEqual([A, '{"conversationId":"c",', B]);
    expect(texts(`{"conversations":[${A},{"conversationId":"c"`)).toEqual([A, '{"conversationId":"c"']);
  });

  it('are not all there where an answer ends in the middle', () => {
    expect(texts(`{"conversations":[${A},`)).toEqual([A, '{[']);
  });

  it('that are no JSON are seen, line by line', () => {
    expect(texts(`hello\n${A}\nwhat is this?\n\n${B}`)).toEqual(['hello', A, 'what is this?', B]);
  });

  it('are seen whatever is done to them: nothing is swallowed for good', () => {
    const text = `{"conversations":[${A},${B}]}\n${A}\n${U}`;
    const damage = fc.array(
      fc.tuple(fc.nat(text.length), fc.constantFrom('', '{', '}', '[', ']', '"', '\n', ',', ':', 'x')),
      {
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(damage, (places) => {
        let damaged = text;
        for (const [at, by] of places) damaged = damaged.slice(0, at) + by + damaged.slice(at + 1);
        expect(texts(`${damaged}\n"\n}]\n`, `\n${B}`).join('\n')).toContain(B);
      }),
      { numRuns: 500 },
    );
  });
});
