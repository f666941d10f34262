/** A stretch of a CSV file that holds one record, without its line end. */
export interface RawRecord {
  /** Line on which it begins, from 1. */
  line: number;
  text: string;
  /** The number of its fields, or null where its quotes do not add up. */
  width: number | null;
}

export interface Splitter {
  /** Takes more text and returns the records that it completes. */
  push(text: string): RawRecord[];
  /** The records that are left at the end of the file. */
  end(): RawRecord[];
}

export interface SplitterOptions {
  delimiter: string;
  /** Empty: line ends are record ends. */
  quote: string;
  /** A quoted field that is still open after this many lines was never meant to be one. */
  maxRecordLines: number;
  /** Called when a line is longer than this many characters: the file is no CSV, and memory is finite. */
  maxLineChars: number;
  onLineTooLong(line: number): never;
}

/**
 * Cuts a text into records at line ends outside quotes; empty lines are left out.
 *
 * A parser that meets a stray quote takes all up to the next quote for one field, good rows and all. Here a
 * record whose quotes do not add up, or that spans lines and then does not fit the first record, costs its first
 * line only; reading goes on with the line after it.
 */
export function createSplitter(options: SplitterOptions): Splitter {
  let lines: string[] = [];
  let firstLine = 1;
  let rest = '';
  /** The most and the fewest fields that fit the first record, whose last ones may have no name. */
  let widths: { most: number; fewest: number } | null = null;

  function drain(isEnd: boolean): RawRecord[] {
    const records: RawRecord[] = [];
    let index = 0;
    while (index < lines.length) {
      const scan = scanRecord(lines, index, options);
      const mayGoOn = lines.length - index < options.maxRecordLines && !isEnd;
      if (scan === 'open' && mayGoOn) break;
      const record = recordFrom(scan, index);
      if (record.text !== '') records.push(record);
      index += scan !== 'open' && scan !== 'broken' && record.width !== null ? scan.lines : 1;
    }
    lines = lines.slice(index);
    firstLine += index;
    return records;
  }

  function recordFrom(scan: Scan, index: number): RawRecord {
    const line = firstLine + index;
    const isWhole = scan !== 'open' && scan !== 'broken';
    if (!isWhole || (scan.lines > 1 && !fits(scan.width))) {
      return { line, text: withoutReturn(lines[index]!), width: null };
    }
    const text = withoutReturn(lines.slice(index, index + scan.lines).join('\n'));
    widths ??= { most: scan.width, fewest: scan.width - emptyAtEnd(text, options.delimiter) };
    return { line, text, width: scan.width };
  }

  function fits(width: number): boolean {
    return widths === null || (width >= widths.fewest && width <= widths.most);
  }

  return {
    push(text) {
      const pieces = (rest + text).split('\n');
      rest = pieces.pop() ?? '';
      lines.push(...pieces);
      if (rest.length > options.maxLineChars) options.onLineTooLong(firstLine + lines.length);
      return drain(false);
    },
    end() {
      if (rest !== '') lines.push(rest);
      rest = '';
      return drain(true);
    },
  };
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

/** A whole record; `open` where the lines end inside quotes; `broken` where a quoted field goes on after its end. */
type Scan = { lines: number; width: number } | 'open' | 'broken';

function scanRecord(lines: readonly string[], from: number, options: SplitterOptions): Scan {
  const { delimiter, quote, maxRecordLines } = options;
  const first = lines[from]!;
  if (quote === '' || !first.includes(quote)) return { lines: 1, width: first.split(delimiter).length };
  let width = 1;
  let isQuoted = false;
  const to = Math.min(lines.length, from + maxRecordLines);
  for (let index = from; index < to; index += 1) {
    const text = withoutReturn(lines[index]!);
    for (let at = 0; at < text.length; at += 1) {
      const character = text[at];
      if (!isQuoted) {
        if (character === delimiter) width += 1;
        else if (character === quote && isFieldStart(text, at, delimiter)) isQuoted = true;
      } else if (character === quote) {
        const next = text[at + 1];
        if (next === quote) at += 1;
        else if (next === undefined || next === delimiter) isQuoted = false;
        else return 'broken';
      }
    }
    if (!isQuoted) return { lines: index - from + 1, width };
  }
  return 'open';
}

/** Elsewhere a quote is an ordinary character, as in `5" pipe`. */
function isFieldStart(text: string, at: number, delimiter: string): boolean {
  return at === 0 || text[at - 1] === delimiter;
}

/** How many fields at the end of a record are empty. */
function emptyAtEnd(text: string, delimiter: string): number {
  const fields = text.split(delimiter);
  return fields.length - 1 - fields.findLastIndex((field) => field.trim() !== '');
}
