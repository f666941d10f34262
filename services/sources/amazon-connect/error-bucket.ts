import type { RawRecord, Splitter } from '../source.ts';
import { createSplitter } from './splitter.ts';

/**
 * Cuts records out of text, and out of what Firehose puts into its error bucket once it has given up: an object for each
 * record, with the record as it was in `rawData`, in base64.
 */
export function createUnwrappingSplitter(): Splitter {
  const splitter = createSplitter();
  return {
    push: (text) => splitter.push(text).flatMap(unwrap),
    end: () => splitter.end().flatMap(unwrap),
  };
}

function unwrap(record: RawRecord): RawRecord[] {
  const raw = rawDataIn(record.text);
  if (raw === null) return [record];
  const splitter = createSplitter();
  const inner = [...splitter.push(raw), ...splitter.end()];
  return inner.map(({ text }) => ({ line: record.line, text }));
}

/** What was given up, or null where the text is nothing of the error bucket. */
function rawDataIn(text: string): string | null {
  // Nearly all records have no such word, and need not be parsed twice.
  if (!text.includes('"rawData"')) return null;
  try {
    const { rawData, attemptsMade } = JSON.parse(text) as Record<string, unknown>;
    if (typeof rawData !== 'string' || attemptsMade === undefined) return null;
    return Buffer.from(rawData, 'base64').toString('utf8');
  } catch {
    return null;
  }
}
