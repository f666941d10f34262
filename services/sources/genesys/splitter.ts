import type { RawRecord, Splitter } from '../source.ts';

/** The lists that answers of the API keep their records in; the last as the SDK for Python names it. */
const LISTS: ReadonlySet<string> = new Set(['conversations', 'userDetails', 'user_details']);
/** Longer than any conversation: what grows beyond it is no record. */
const MAX_CHARS = 32 * 1024 * 1024;

const QUOTE = 34;
const BACKSLASH = 92;
const NEWLINE = 10;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

const isBlank = (code: number) => code === 32 || (code >= 9 && code <= 13) || code === 0xfeff;

/**
 * Cuts out records: the objects of `{ "conversations": [...] }` and `{ "userDetails": [...] }`, whole answers one after
 * another or in a list, lists of records, and records line by line or without anything between them.
 *
 * What is no JSON becomes a record too, up to the next line where a record can begin, so that it is seen and counted.
 */
export function createSplitter(): Splitter {
  let text = '';
  /** How far `text` has been looked at. */
  let at = 0;
  let line = 1;
  /** Where the record that is being read begins in `text`, and in which line; -1: between records. */
  let begin = -1;
  let beginLine = 1;
  /** What is open: `{` and `[`. */
  let open: number[] = [];
  /** How many of these are around records and not of one. */
  let around = 0;
  let isText = false;
  let isEscaped = false;
  /** The last character that is neither blank nor in a text, and the last text. */
  let last = 0;
  let textBegin = 0;
  let word = '';
  /** Inside what is no JSON, which goes to the end of its line. */
  let isWaste = false;
  let found: RawRecord[] = [];

  function emit(end: number): void {
    const piece = text.slice(begin, end).trim();
    if (piece !== '') found.push({ line: beginLine, text: piece });
    begin = -1;
  }

  /** What has been read of a record is no JSON: it ends here, and all that was open with it. */
  function giveUp(end: number): void {
    emit(end);
    open = [];
    around = 0;
    isText = false;
    last = 0;
  }

  function start(): void {
    begin = at;
    beginLine = line;
  }

  /** A `[` or `{`, inside a record or between them. */
  function opens(code: number): void {
    const isBetween = open.length === around;
    if (isBetween && code === OPEN_LIST) around++;
    else if (isBetween) start();
    // A whole answer: its records are what counts, and not what stands around them.
    else if (code === OPEN_LIST && open.length === around + 1 && last === COLON && LISTS.has(word)) {
      begin = -1;
      around += 2;
    }
    open.push(code);
  }

  function closes(code: number): void {
    const wasRecord = open.length > around;
    const expected = code === CLOSE_LIST ? OPEN_LIST : OPEN_OBJECT;
    if (open.at(-1) !== expected) {
      if (begin < 0) start();
      giveUp(at + 1);
      return;
    }
    open.pop();
    if (wasRecord && open.length === around) emit(at + 1);
    if (!wasRecord) around = open.length;
  }

  function inText(code: number): void {
    if (isEscaped) isEscaped = false;
    else if (code === BACKSLASH) isEscaped = true;
    else if (code === QUOTE) {
      isText = false;
      // Names of fields are short.
      word = at - textBegin < 64 ? text.slice(textBegin + 1, at) : '';
    }
  }

  /** Whether `{` cannot stand where it does, as where a line before it was cut off. */
  function isMisplaced(): boolean {
    if (open.length === around) return false;
    const isInObject = open.at(-1) === OPEN_OBJECT;
    return isInObject ? last !== COLON : last !== OPEN_LIST && last !== COMMA;
  }

  function step(code: number): void {
    if (code === NEWLINE) line++;
    if (isWaste) {
      if (code !== NEWLINE) return;
      isWaste = false;
      emit(at);
      return;
    }
    if (isText) {
      if (code === NEWLINE) giveUp(at);
      else inText(code);
      return;
    }
    if (isBlank(code)) return;
    if (code === OPEN_OBJECT && isMisplaced()) giveUp(at);
    switch (code) {
      case QUOTE:
        isText = true;
        textBegin = at;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        opens(code);
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        closes(code);
        break;
      default:
        // Between records only commas, and within an answer its other fields.
        if (open.length === 0 && code !== COMMA) {
          start();
          isWaste = true;
        }
    }
    last = code;
  }

  /** Forgets what has been cut out. */
  function drop(): void {
    const keep = begin < 0 ? (isText ? textBegin : at) : begin;
    text = text.slice(keep);
    at -= keep;
    textBegin -= keep;
    if (begin >= 0) begin = 0;
  }

  function take(): RawRecord[] {
    const taken = found;
    found = [];
    return taken;
  }

  return {
    push(piece) {
      text += piece;
      for (; at < text.length; at++) {
        step(text.charCodeAt(at));
        if (begin >= 0 && at - begin > MAX_CHARS) giveUp(at + 1);
      }
      drop();
      return take();
    },
    end() {
      if (begin < 0 && (isText || open.length > 0)) {
        // Cut off inside an answer but outside its records: they are all here, and whether more were is not known.
        begin = 0;
        beginLine = line;
        text = open.map((code) => String.fromCharCode(code)).join('');
      }
      if (begin >= 0) emit(text.length);
      return take();
    },
  };
}
