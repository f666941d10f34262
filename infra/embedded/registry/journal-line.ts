import { crc32c } from '../crc32c.ts';

/** A line of the journal as it was read. */
export interface JournalLine {
  record: unknown;
  /** Its number by its own word, from 1; null in a line of before there were checksums. */
  number: number | null;
}

const CHECKED = /^(.*),"crc32c":"([0-9a-f]{8})"\}$/s;

/**
 * A record as a line, with its number and a checksum of all before it. They are fields of the record's own object, so
 * that a program that knows of neither reads the line as it reads an older one.
 */
export function encodeLine(record: object, number: number): string {
  const body = JSON.stringify({ ...record, line: number }).slice(0, -1);
  return `${body},"crc32c":"${checksumOf(body)}"}\n`;
}

/** The line, without its line break; null where it is not what was written. */
export function decodeLine(text: string): JournalLine | null {
  const [, body, checksum] = CHECKED.exec(text) ?? [];
  if (body !== undefined && checksumOf(body) !== checksum) return null;
  try {
    const value: unknown = JSON.parse(body === undefined ? text : `${body}}`);
    if (typeof value !== 'object' || value === null) return null;
    const { line, ...record } = value as { line?: number };
    // A number comes with a checksum; one without it was damaged where the checksum stood.
    if ((line === undefined) !== (body === undefined)) return null;
    return { record, number: line ?? null };
  } catch {
    return null;
  }
}

function checksumOf(text: string): string {
  return crc32c(Buffer.from(text)).toString(16).padStart(8, '0');
}
