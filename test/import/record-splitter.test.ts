import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSplitter, type RawRecord } from '../../services/import/record-splitter.ts';

function split(chunks: string[], maxRecordLines = 100): RawRecord[] {
  const splitter = createSplitter({
    delimiter: ',',
    quote: '"',
    maxRecordLines,
    maxLineChars: 1_000,
    onLineTooLong(line) {
      throw new Error(`line ${line} is too long`);
    },
  });
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
}

const brief = (records: RawRecord[]) => records.map(({ line, text, width }) => [line, text, width]);

describe('cutting a CSV text into records', () => {
  test('numbers records by the line on which they begin, empty lines and CRLF included', () => {
    expect(brief(split(['a,b\r\n\r\n"x\r\ny",2\r\n3,4']))).toEqual([
      [1, 'a,b', 2],
      [3, '"x\r\ny",2', 2],
      [5, '3,4', 2],
    ]);
  });

  test('a quote that is never closed costs its own line and no other', () => {
    expect(brief(split(['a,b\n1,"2\n3,4\n5,6\n']))).toEqual([
      [1, 'a,b', 2],
      [2, '1,"2', null],
      [3, '3,4', 2],
      [4, '5,6', 2],
    ]);
  });

  test('a quote that is closed by another row gives both lines back, as the width shows', () => {
    expect(brief(split(['a,b\n1,"2\n"3",4\n']))).toEqual([
      [1, 'a,b', 2],
      [2, '1,"2', null],
      [3, '"3",4', 2],
    ]);
  });

  test('text after a closing quote spoils the line; a quote within a plain field is an ordinary character', () => {
    expect(brief(split(['a,b\n1,"2"x\n3,5" pipe\n']))).toEqual([
      [1, 'a,b', 2],
      [2, '1,"2"x', null],
      [3, '3,5" pipe', 2],
    ]);
  });

  test('gives an open field up after the limit of lines, without waiting for the end of the file', () => {
    const splitter = createSplitter({
      delimiter: ',',
      quote: '"',
      maxRecordLines: 3,
      maxLineChars: 100,
      onLineTooLong: () => expect.unreachable(),
    });
    expect(brief(splitter.push('a,b\n1,"2\n3,4\n5,6\n7,8\n')).at(1)).toEqual([2, '1,"2', null]);
  });

  test('stops at a line without end', () => {
    expect(() => split(['a,b\n', 'x'.repeat(600), 'x'.repeat(600)])).toThrow('line 2 is too long');
  });

  test('gives the same records however the text is cut into chunks', () => {
    const text = fc.stringMatching(/^[ab",\n\r]{0,60}$/);
    fc.assert(
      fc.property(text, fc.array(fc.nat(60)), (csv, cuts) => {
        const at = [0, ...cuts.map((cut) => Math.min(cut, csv.length)).sort((a, b) => a - b), csv.length];
        const chunks = at.slice(1).map((to, index) => csv.slice(at[index], to));
        expect(split(chunks)).toEqual(split([csv]));
      }),
    );
  });
});
