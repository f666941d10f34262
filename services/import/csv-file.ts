import { statSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { checkByteOrderMark, readText } from './decode.ts';
import { ImportError, RowFault } from './errors.ts';
import type { FileFormat } from './mapping.ts';
import { createSplitter, type RawRecord } from './record-splitter.ts';

/** A record of the file as it came, with its cells or with what is wrong with it. */
export interface CsvRow {
  line: number;
  /** The record as it stands in the file. */
  text: string;
  cells: readonly string[];
  fault: RowFault | null;
}

/** A CSV file as it was when it was opened. */
export interface CsvFile {
  header: readonly string[];
  /** The header as it stands in the file. */
  headerText: string;
  sizeBytes: number;
  /** All rows after the header, in batches. May be called again for another pass. */
  rows(onBytes: (bytes: number) => void): AsyncGenerator<CsvRow[]>;
  /** @throws {ImportError} FILE_CHANGED where the file is another than when it was opened. */
  checkUnchanged(): void;
}

const MAX_RECORD_LINES = 1_000;
const MAX_LINE_CHARS = 4_000_000;

/**
 * Opens a CSV file and reads its header.
 * @throws {ImportError} FILE_UNREADABLE, FILE_ENCODING, or FILE_NOT_CSV where it is empty or has endless lines.
 */
export async function openCsv(file: string, format: FileFormat): Promise<CsvFile> {
  checkByteOrderMark(file, format.encoding);
  const { size: sizeBytes, mtimeMs } = statSync(file);

  async function* records(onBytes: (bytes: number) => void): AsyncGenerator<RawRecord[]> {
    const splitter = createSplitter({
      ...format,
      maxRecordLines: MAX_RECORD_LINES,
      maxLineChars: MAX_LINE_CHARS,
      onLineTooLong(line) {
        throw new ImportError(
          'FILE_NOT_CSV',
          `Line ${line} of ${file} is longer than ${MAX_LINE_CHARS} characters`,
        );
      },
    });
    for await (const text of readText(file, format.encoding, sizeBytes, onBytes)) yield splitter.push(text);
    yield splitter.end();
  }

  const first = await firstRecord(records(() => {}));
  const header = first && parseRecords([first], format)[0];
  if (!first || !header) throw new ImportError('FILE_NOT_CSV', `${file} has no header`);

  return {
    header,
    headerText: first.text,
    sizeBytes,
    async *rows(onBytes) {
      for await (const batch of records(onBytes)) {
        yield toRows(
          batch.filter((record) => record.line > first.line),
          header.length,
          format,
        );
      }
    },
    checkUnchanged() {
      const now = statSync(file);
      if (now.size !== sizeBytes || now.mtimeMs !== mtimeMs) {
        throw new ImportError('FILE_CHANGED', `${file} was written to while it was read`);
      }
    },
  };
}

async function firstRecord(batches: AsyncGenerator<RawRecord[]>): Promise<RawRecord | undefined> {
  for await (const [first] of batches) if (first) return first.width === null ? undefined : first;
  return undefined;
}

function toRows(records: RawRecord[], width: number, format: FileFormat): CsvRow[] {
  const parsed = parseRecords(
    records.filter((record) => record.width !== null),
    format,
  )[Symbol.iterator]();
  return records.map(({ line, text, width: own }) => {
    const cells = own === null ? [] : (parsed.next().value as string[]);
    return { line, text, cells, fault: faultOf(text, own, width) };
  });
}

function faultOf(text: string, width: number | null, expected: number): RowFault | null {
  if (width === null)
    return new RowFault('BAD_QUOTING', 'a quote is opened and never closed, or closed too early');
  if (width !== expected) return new RowFault('COLUMN_COUNT', `${width} columns, the header has ${expected}`);
  if (text.includes('\uFFFD'))
    return new RowFault('BAD_ENCODING', 'holds bytes that the encoding does not have');
  return null;
}

/** The cells of records whose quotes add up: one array a record. */
function parseRecords(records: readonly RawRecord[], { delimiter, quote }: FileFormat): string[][] {
  return parse(records.map((record) => record.text).join('\n'), {
    delimiter,
    quote: quote === '' ? null : quote,
    escape: quote === '' ? null : quote,
    record_delimiter: '\n',
    relax_column_count: true,
    relax_quotes: true,
  });
}
