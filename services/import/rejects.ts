import { existsSync, realpathSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { LinewatchError } from '../lib/errors.ts';
import type { CsvRow } from './csv-file.ts';
import { readStart } from './decode.ts';
import type { RowFault, RowFaultCode } from './errors.ts';
import type { FileFormat } from './mapping.ts';

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
  /** The side file: UTF-8, line, code and reason before the columns of the export. Made when the first row needs it. */
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
 * A side file of an earlier run is removed, as it would pass for this one's; any other file is left alone.
 * @throws {LinewatchError} REJECTS_UNWRITABLE
 */
export function createRejects({ path, source, headerText, format, maxListed }: RejectsOptions): Rejects {
  const { delimiter } = format;
  const quote = format.quote === '' ? '"' : format.quote;
  const ownColumns = `line${delimiter}code${delimiter}reason${delimiter}`;
  const counts = new Map<RowFaultCode, number>();
  const first: RejectedRow[] = [];
  let handle: FileHandle | undefined;
  removeEarlier();

  function removeEarlier(): void {
    if (!existsSync(path)) return;
    let isEarlier: boolean;
    try {
      isEarlier =
        realpathSync(path) !== realpathSync(source) &&
        readStart(path, ownColumns.length).toString() === ownColumns;
      if (isEarlier) rmSync(path);
    } catch (cause) {
      throw unwritable(cause);
    }
    if (!isEarlier) throw unwritable(new Error('there is another file of that name'));
  }

  function unwritable(cause: unknown): LinewatchError {
    return new LinewatchError('REJECTS_UNWRITABLE', `Cannot write rejected rows to ${path}`, { cause });
  }

  function quoted(text: string): string {
    return `${quote}${text.replaceAll(quote, quote + quote)}${quote}`;
  }

  async function write(fields: readonly string[]): Promise<void> {
    try {
      handle ??= await openWithHeader();
      await handle.write(`${fields.join(delimiter)}\n`);
    } catch (cause) {
      throw unwritable(cause);
    }
  }

  async function openWithHeader(): Promise<FileHandle> {
    const opened = await open(path, 'w');
    await opened.write(`${ownColumns}${headerText}\n`);
    return opened;
  }

  return {
    counts,
    first,
    async add(row, fault) {
      counts.set(fault.code, (counts.get(fault.code) ?? 0) + 1);
      if (first.length < maxListed) first.push({ line: row.line, code: fault.code, reason: fault.message });
      // Text whose quotes do not add up would spoil the side file too, unless it is quoted as a whole.
      const original = fault.code === 'BAD_QUOTING' ? quoted(row.text) : row.text;
      await write([String(row.line), fault.code, quoted(fault.message), original]);
    },
    async close() {
      await handle?.close();
      handle = undefined;
    },
  };
}
