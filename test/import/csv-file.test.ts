import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CsvRow, openCsv } from '../../services/import/csv-file.ts';
import type { FileFormat } from '../../services/import/mapping.ts';
import { temporaryFolder } from './harness.ts';

const FORMAT: FileFormat = { encoding: 'utf-8', delimiter: ',', quote: '"', decimal: '.' };

function fileWith(content: string | Uint8Array): string {
  const file = join(temporaryFolder(), 'export.csv');
  writeFileSync(file, content);
  return file;
}

async function read(content: string | Uint8Array, format: Partial<FileFormat> = {}) {
  const csv = await openCsv(fileWith(content), { ...FORMAT, ...format });
  const rows: CsvRow[] = [];
  for await (const batch of csv.rows()) rows.push(...batch.rows);
  return { csv, rows, cells: rows.map((row) => row.cells) };
}

function render(table: string[][], delimiter: string, lineEnd: string): string {
  const field = (text: string) => `"${text.replaceAll('"', '""')}"`;
  return table.map((cells) => cells.map(field).join(delimiter) + lineEnd).join('');
}

describe('reading a CSV file', () => {
  test('any table of quotes, delimiters and line ends comes back', async () => {
    const cell = fc.oneof(fc.stringMatching(/^[ab";,\n\t ]{0,8}$/), fc.string({ unit: 'binary' }));
    const clean = cell.map((text) => text.replaceAll(/[\r\uFFFD\uFEFF]/g, ''));
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) => fc.array(fc.array(clean, { minLength: width, maxLength: width }), { minLength: 1 }));
    const check = async (rows: string[][], delimiter: string, lineEnd: string) => {
      const header = rows[0]!.map((_, index) => `c${index}`);
      const { cells } = await read(render([header, ...rows], delimiter, lineEnd), { delimiter });
      expect(cells).toEqual(rows);
    };
    const delimiters = fc.constantFrom(',', ';', '\t', '|');
    await fc.assert(fc.asyncProperty(table, delimiters, fc.constantFrom('\n', '\r\n'), check), {
      numRuns: 100,
    });
  });

  test('reads UTF-16 with its mark, Windows-1252 and UTF-8 with its mark', async () => {
    const utf16 = Buffer.from('\uFEFFname,n\nGrüße,1\n', 'utf16le');
    expect((await read(utf16, { encoding: 'utf-16le' })).cells).toEqual([['Grüße', '1']]);
    const latin = Buffer.from('name,n\nGr\xfc\xdfe \x80,1\n', 'latin1');
    expect((await read(latin, { encoding: 'windows-1252' })).cells).toEqual([['Grüße €', '1']]);
    const marked = await read('\uFEFFname,n\nGrüße,1\n');
    expect(marked.csv.header).toEqual(['name', 'n']);
    expect(marked.cells).toEqual([['Grüße', '1']]);
  });

  test.each([
    ['header', 'a,b,,\n', ['1,2', '1,2,', '1,2,,', '1,2,3,4', '"1\n1",2']],
    ['header, blank', 'a,b, ,\t\n', ['1,2', '1,2,,']],
    ['rows', 'a,b\n', ['1,2,', '1,2,, ,']],
    ['first column', ',a,b\n', ['0,1,2', '0,1,2,']],
  ])('columns without a name do not disturb: %s', async (_, header, records) => {
    const { rows } = await read(header + records.map((record) => `${record}\n`).join(''));
    expect(rows.map(({ fault }) => fault)).toEqual(records.map(() => null));
  });

  test('a row that lacks a column with a name, or has a cell too many, is faulty', async () => {
    const { rows } = await read('a,,b,,\n1,2\n1,2,3,4,5,6\n"1\n1",2\n');
    expect(rows.map(({ fault }) => fault?.code)).toEqual([
      'COLUMN_COUNT',
      'COLUMN_COUNT',
      'BAD_QUOTING',
      'COLUMN_COUNT',
    ]);
  });

  test('refuses a file whose byte order mark contradicts the mapping', async () => {
    const utf16 = fileWith(Buffer.from('\uFEFFa,b\n', 'utf16le'));
    await expect(openCsv(utf16, FORMAT)).rejects.toMatchObject({ code: 'FILE_ENCODING' });
  });

  test('bytes that the encoding does not have are the fault of their row alone', async () => {
    const { rows } = await read(Buffer.from('a,b\n1,2\n3,\xff\n5,6\n', 'latin1'));
    expect(rows.map((row) => row.fault?.code)).toEqual([undefined, 'BAD_ENCODING', undefined]);
  });

  test('a character that lies across two chunks of the file is whole', async () => {
    const filler = `${'x'.repeat(99)}\n`.repeat(2_700);
    const { rows } = await read(`a\n${filler}${'€'.repeat(20)}\n`);
    expect(rows.at(-1)).toMatchObject({ cells: ['€'.repeat(20)], fault: null, line: 2_702 });
  });

  test('a missing, an empty and a changed file each have their error', async () => {
    await expect(openCsv('/nonexistent/x.csv', FORMAT)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(openCsv(fileWith(''), FORMAT)).rejects.toMatchObject({ code: 'FILE_NOT_CSV' });
    const file = fileWith('a,b\n1,2\n');
    const csv = await openCsv(file, FORMAT);
    appendFileSync(file, '3,4\n');
    expect(() => csv.checkUnchanged()).toThrow(expect.objectContaining({ code: 'FILE_CHANGED' }));
  });

  test('a folder is unreadable, not empty', async () => {
    await expect(openCsv(temporaryFolder(), FORMAT)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});
