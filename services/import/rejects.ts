import type { CsvRow } from './csv-file.ts';
import type { RowFault, RowFaultCode } from './errors.ts';
import type { FileFormat } from './mapping.ts';
import { createSideFile } from './side-file.ts';

export interface RejectedRow {
  line: number;
  code: RowFaultCode;
  reason: string;
}

/** Rows that were not imported. */
export interface Rejects {
  /** How many, by reason. */
  readonly counts: ReadonlyMap<RowFaultCode, number>;
  /** The first of them. */
  readonly first: readonly RejectedRow[];
  add(row: CsvRow, fault: RowFault): Promise<void>;
  close(): Promise<void>;
}

export interface RejectsOptions {
  /** The side file: UTF-8, line, code and reason before the columns of the export. */
  path: string;
  /** The export, which must not be overwritten. */
  source: string;
  headerText: string;
  format: FileFormat;
  /** How many rows `first` may hold. */
  maxListed: number;
}

/**
 * Counts rejected rows, lists the first and writes all of them to a side file.
 * @throws {LinewatchError} as `createSideFile` does
 */
export function createRejects({ path, source, headerText, format, maxListed }: RejectsOptions): Rejects {
  const { delimiter } = format;
  const quote = format.quote === '' ? '"' : format.quote;
  const counts = new Map<RowFaultCode, number>();
  const first: RejectedRow[] = [];
  const mark = `line${delimiter}code${delimiter}reason${delimiter}`;
  const file = createSideFile({ path, source, mark, rest: headerText });

  function quoted(text: string): string {
    return `${quote}${text.replaceAll(quote, quote + quote)}${quote}`;
  }

  return {
    counts,
    first,
    async add(row, fault) {
      counts.set(fault.code, (counts.get(fault.code) ?? 0) + 1);
      if (first.length < maxListed) first.push({ line: row.line, code: fault.code, reason: fault.message });
      // Text whose quotes do not add up would spoil the side file too, unless it is quoted as a whole.
      const original = fault.code === 'BAD_QUOTING' ? quoted(row.text) : row.text;
      const fields = [String(row.line), fault.code, quoted(fault.message), original];
      await file.write(`${fields.join(delimiter)}\n`);
    },
    close: () => file.close(),
  };
}
