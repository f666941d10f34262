import type { RawRecord, Splitter } from '../source.ts';

/** What is longer than this was never an event: memory is finite. */
const MAX_CHARS = 4 * 1_048_576;

/** JSON that is being read: an event, or a list or page of events. */
interface Json {
  /** The brackets that are open. */
  stack: string[];
  isText: boolean;
  isEscaped: boolean;
  /** The last character that is no blank; `"` stands for a whole text. */
  last: string;
  /** Of an object at the top: the text that was read last. */
  text: string;
  /** How deep the list of events lies; 0: it is an event itself. */
  listDepth: number;
  /** Where the event that is being read begins, and its line; null between events. */
  from: number | null;
  line: number;
}

/**
 * Cuts a file into events: pages of the REST resource (objects with a list `events`), lists as Twilio's own tools print
 * them, CloudEvents and lists of these one a line, and the forms of callbacks one a line. JSON may be printed over
 * several lines.
 *
 * What is cut off in the middle costs itself: where JSON allows no new value, or a line ends within a text, what came
 * before is a record of its own, and reading begins anew.
 */
export function createSplitter(): Splitter {
  let rest = '';
  let at = 0;
  let line = 1;
  let json: Json | null = null;

  function take(isEnd: boolean): RawRecord[] {
    const records: RawRecord[] = [];
    for (; at < rest.length; at++) {
      const character = rest[at]!;
      if (json !== null) read(json, character, records);
      else if (character === '{' || character === '[') json = begin(character);
      else if (!/[\s,\uFEFF]/.test(character)) {
        const end = rest.indexOf('\n', at);
        if (end < 0 && !isEnd && rest.length - at < MAX_CHARS) break;
        give(records, at, line, end < 0 ? rest.length : end);
        at = (end < 0 ? rest.length : end) - 1;
      }
      if (rest[at] === '\n') line++;
    }
    const from = json === null ? at : (json.from ?? at);
    if (json?.from != null && (isEnd || at - from > MAX_CHARS)) {
      give(records, from, json.line, at);
      json = null;
    }
    letGo(json === null ? at : from);
    return records;
  }

  function begin(character: string): Json {
    const isList = character === '[';
    return {
      stack: [character],
      isText: false,
      isEscaped: false,
      last: character,
      text: '',
      listDepth: isList ? 1 : 0,
      from: isList ? null : at,
      line,
    };
  }

  function read(of: Json, character: string, records: RawRecord[]): void {
    if (of.isText) {
      readText(of, character, records);
      return;
    }
    switch (character) {
      case '"':
        of.isText = true;
        of.text = '';
        return;
      case '{':
      case '[':
        if (!mayOpen(of, rest[at - 1])) {
          breakOff(of, records, at);
          return;
        }
        if (character === '[' && of.stack.length === 1 && of.listDepth === 0 && of.text === 'events') {
          of.listDepth = 2;
          of.from = null;
        }
        if (of.from === null && character === '{' && of.stack.length === of.listDepth) {
          of.from = at;
          of.line = line;
        }
        of.stack.push(character);
        break;
      case '}':
      case ']':
        if (of.stack.pop() !== (character === '}' ? '{' : '[')) {
          breakOff(of, records, at + 1);
          return;
        }
        if (of.from !== null && of.stack.length === of.listDepth) {
          give(records, of.from, of.line, at + 1);
          of.from = null;
        }
        if (of.stack.length === 0) json = null;
        break;
    }
    if (character.trim() !== '') of.last = character;
  }

  function readText(of: Json, character: string, records: RawRecord[]): void {
    if (character === '\n') breakOff(of, records, at);
    else if (of.isEscaped) of.isEscaped = false;
    else if (character === '\\') of.isEscaped = true;
    else if (character === '"') {
      of.isText = false;
      of.last = '"';
    } else if (of.stack.length === 1) of.text += character;
  }

  /** What was being read ends here, whole or not; reading begins anew. */
  function breakOff(of: Json, records: RawRecord[], to: number): void {
    if (of.from !== null) give(records, of.from, of.line, to);
    json = null;
    // The bracket that came where none may is the first of what follows.
    if (to === at && rest[at] !== '\n') json = begin(rest[at]!);
  }

  function give(records: RawRecord[], from: number, on: number, to: number): void {
    const text = rest.slice(from, to).trimEnd();
    if (text !== '') records.push({ line: on, text });
  }

  function letGo(until: number): void {
    rest = rest.slice(until);
    at -= until;
    if (json !== null && json.from !== null) json.from -= until;
  }

  return {
    push(text) {
      rest += text;
      return take(false);
    },
    end: () => take(true),
  };
}

/** JSON has a value at the top, behind a colon or in a list; none is printed at the begin of a line behind a colon. */
function mayOpen({ stack, last }: Json, before: string | undefined): boolean {
  if (stack.at(-1) === '[') return last === '[' || last === ',';
  return last === ':' && before !== '\n';
}
