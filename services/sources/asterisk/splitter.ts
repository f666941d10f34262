import { parse } from 'csv-parse/sync';
import type { RawRecord, Splitter } from '../source.ts';

/** Asterisk writes lines of up to 8,192 bytes, and rows of tables are not much longer. */
const MAX_RECORD_CHARS = 65_536;
const MAX_ROW_LINES = 20;
const BYTE_ORDER_MARK = '\uFEFF';

/** Names of columns: of Asterisk's table queue_log, and of QueueMetrics', which VICIdial writes. */
const COLUMNS = [
  ['time', 'time_id'],
  ['callid', 'call_id'],
  ['queuename', 'queue'],
  ['agent'],
  ['event', 'verb'],
] as const;
const DATA = ['data', 'data1', 'data2', 'data3', 'data4', 'data5'];

interface Table {
  delimiter: string;
  /** Places of time, callid, queue, agent and event. */
  places: readonly number[];
  data: readonly number[];
  width: number;
}

/**
 * Cuts queue_log into lines, or a table of it into rows; the first line tells which. A row becomes the line that Asterisk
 * would have written, with the time as the table has it. What has no line break yet is kept.
 */
export function createSplitter(): Splitter {
  let rest = '';
  let lineNumber = 0;
  /** Undefined before the first line, null where lines are lines of the file. */
  let table: Table | null | undefined;
  /** Lines of a row that is not complete yet. */
  let open: string[] = [];

  function take(raw: string): RawRecord[] {
    lineNumber++;
    const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (table === undefined) {
      const first = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
      if (first.trim() === '') return [];
      table = tableOf(first);
      return table === null ? [{ line: lineNumber, text: first }] : [];
    }
    if (table === null) return text.trim() === '' ? [] : [{ line: lineNumber, text }];
    if (open.length === 0 && (text.trim() === '' || isFrame(text, table))) return [];
    open.push(text);
    return rows(false);
  }

  /** The rows that are complete. A quote that is never closed costs its own line only: reading goes on with the next. */
  function rows(isEnd: boolean): RawRecord[] {
    const records: RawRecord[] = [];
    while (open.length > 0) {
      const line = lineNumber - open.length + 1;
      const whole = wholeRow(open, table!);
      if (whole === null && open.length < MAX_ROW_LINES && !isEnd) break;
      const first = open[0]!;
      open = open.slice(whole?.lines ?? 1);
      const text = whole === null ? first : lineFrom(whole.cells, table!);
      if (first !== '' || whole !== null) records.push({ line, text });
    }
    return records;
  }

  return {
    push(text) {
      const pieces = (rest + text).split('\n');
      rest = pieces.pop()!;
      const records = pieces.flatMap(take);
      if (rest.length <= MAX_RECORD_CHARS) return records;
      // No line of a queue_log is that long: it is given out in pieces that nobody understands, and memory stays small.
      const endless = rest;
      rest = '';
      return [...records, ...take(endless)];
    },
    end() {
      const records = rest === '' ? [] : take(rest);
      rest = '';
      return [...records, ...rows(true)];
    },
  };
}

function tableOf(header: string): Table | null {
  for (const delimiter of [',', ';', '\t', '|']) {
    const names = cellsOf(header, { delimiter })?.map((name) => name.trim().toLowerCase());
    if (names === undefined) continue;
    const places = COLUMNS.map((column) =>
      names.findIndex((name) => (column as readonly string[]).includes(name)),
    );
    if (places.includes(-1)) continue;
    const data = DATA.map((name) => names.indexOf(name)).filter((place) => place >= 0);
    return { delimiter, places, data, width: names.length };
  }
  return null;
}

/** What psql draws around the rows: a rule under the names of the columns, and how many rows there were. */
function isFrame(text: string, { delimiter }: Table): boolean {
  return delimiter === '|' && /^([-+]+|\(\d+ rows?\))$/.test(text.trim());
}

/** The cells of one row, or null where its quotes do not add up. */
function cellsOf(text: string, { delimiter }: { delimiter: string }): string[] | null {
  // Where there is no quote there is nothing to read but the delimiters, and reading is fast.
  if (!text.includes('"')) return text.split(delimiter);
  try {
    const rows = parse(text, { delimiter, relax_column_count: true, escape: '"' }) as string[][];
    return rows.length === 1 ? rows[0]! : null;
  } catch {
    return null;
  }
}

/** The row that the lines begin with, in as few lines as hold it. */
function wholeRow(lines: readonly string[], table: Table): { cells: string[]; lines: number } | null {
  for (let count = 1; count <= lines.length; count++) {
    const cells = cellsOf(lines.slice(0, count).join('\n'), table);
    if (cells !== null) return { cells, lines: count };
  }
  return null;
}

/** NULL is how tables are dumped that have nothing in a cell. */
function cellAt(cells: readonly string[], place: number): string {
  const cell = cells[place] ?? '';
  return cell === 'NULL' || cell === '\\N' ? '' : cell.replaceAll(/\s+/g, ' ');
}

/** The cells as Asterisk's own line. A table with five columns for data has what is left in the fifth: it falls apart again. */
function lineFrom(cells: readonly string[], { delimiter, places, data, width }: Table): string {
  const fields = places.map((place) => cellAt(cells, place).replaceAll('|', '_'));
  // What was left in the last column falls apart where the delimiter is the log's own.
  const rest = delimiter === '|' && data.at(-1) === width - 1 ? cells.slice(width) : [];
  return [...fields, ...data.map((place) => cellAt(cells, place)), ...rest].join('|');
}
