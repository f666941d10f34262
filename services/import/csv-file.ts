import { statSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { LinewatchError } from '../lib/errors.ts';
import { checkByteOrderMark, readText } from './decode.ts';
import { RowFault } from './errors.ts';
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

/** Rows that were read together, and from how many bytes of the file. */
export interface RowBatch {
  rows: CsvRow[];
  bytes: number;
}

/** A CSV file as it was when it was opened. */
export interface CsvFile {
  header: readonly string[];
  /** The header as it stands in the file. */
  headerText: string;
  sizeBytes: number;
  /** All rows after the header. May be called again for another pass. */
  rows(): AsyncGenerator<RowBatch>;
  /** @throws {LinewatchError} FILE_CHANGED where the file is another than when it was opened. */
  checkUnchanged(): void;
}

const MAX_RECORD_LINES = 1_000;
const MAX_LINE_CHARS = 4_000_000;

/**
 * Opens a CSV file and reads its header.
 * @throws {LinewatchError} FILE_UNREADABLE, FILE_ENCODING, or FILE_NOT_CSV where it is empty or has endless lines.
 */
export async function openCsv(file: string, format: FileFormat): Promise<CsvFile> {
  checkByteOrderMark(file, format.encoding);
  const { size: sizeBytes, mtimeMs } = statSync(file);

  async function* records(): AsyncGenerator<{ batch: RawRecord[]; bytes: number }> {
    const splitter = createSplitter({
      ...format,
      maxRecordLines: MAX_RECORD_LINES,
      maxLineChars: MAX_LINE_CHARS,
      onLineTooLong(line) {
        throw new LinewatchError(
          'FILE_NOT_CSV',
          `Line ${line} of ${file} is longer than ${MAX_LINE_CHARS} characters`,
        );
      },
    });
    for await (const { text, bytes } of readText(file, format.encoding, sizeBytes)) {
      yield { batch: splitter.push(text), bytes };
    }
    yield { batch: splitter.end(), bytes: 0 };
  }

  const first = await firstRecord(records());
  const header = first && parseRecords([first], format)[0];
  if (!first || !header) throw new LinewatchError('FILE_NOT_CSV', `${file} has no header`);

  return {
    header,
    headerText: first.text,
    sizeBytes,
    async *rows() {
      for await (const { batch, bytes } of records()) {
        const body = batch.filter((record) => record.line > first.line);
        yield { rows: toRows(body, header, format), bytes };
      }
    },
    checkUnchanged() {
      const now = statSync(file);
      if (now.size !== sizeBytes || now.mtimeMs !== mtimeMs) {
        throw new LinewatchError('FILE_CHANGED', `${file} was written to while it was read`);
      }
    },
  };
}

async function firstRecord(batches: AsyncGenerator<{ batch: RawRecord[] }>): Promise<RawRecord | undefined> {
  for await (const { batch } of batches) {
    const [first] = batch;
    if (first) return first.width === null ? undefined : first;
  }
  return undefined;
}

function toRows(records: RawRecord[], header: readonly string[], format: FileFormat): CsvRow[] {
  const parsed = parseRecords(
    records.filter((record) => record.width !== null),
    format,
  )[Symbol.iterator]();
  return records.map(({ line, text, width: own }) => {
    const cells = own === null ? [] : (parsed.next().value as string[]);
    return { line, text, cells, fault: faultOf(text, own, cells, header) };
  });
}

/**
 * What is wrong with a record. Columns at the end of the header that have no name may be missing, and empty cells may
 * follow it: both come of spreadsheets, and neither says anything.
 */
function faultOf(
  text: string,
  width: number | null,
  cells: readonly string[],
  header: readonly string[],
): RowFault | null {
  if (width === null)
    return new RowFault('BAD_QUOTING', 'a quote is opened and never closed, or closed too early');
  const named = header.findLastIndex((name) => !isEmpty(name)) + 1;
  if (width < named || !cells.slice(header.length).every(isEmpty))
    return new RowFault('COLUMN_COUNT', `${width} columns, the header has ${header.length}`);
  if (text.includes('\uFFFD'))
    return new RowFault('BAD_ENCODING', 'holds bytes that the encoding does not have');
  return null;
}

const isEmpty = (cell: string) => cell.trim() === '';

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
