import type { RawRecord, Splitter } from '../source.ts';

/** Kinesis takes no record beyond 1 MiB: what is longer was never one. */
const LONGEST = 4 * 1_048_576;

const SPACE = /[\s,[\]]/;
/** A value may begin behind these and nowhere else. */
const BEFORE_VALUE = ':,[';

/**
 * Cuts JSON objects out of a text in which they stand one behind the other, with or without line breaks between them, or
 * in arrays: Firehose puts what it was given into a file as it came.
 *
 * An object that was cut off ends where JSON allows no further: at an object that cannot stand there, or at a line break
 * within a text. So what follows a torn record is read again from its own begin. What is no object (up to the next
 * brace) is a record too: whoever reads it says that it is none.
 */
export function createSplitter(): Splitter {
  /** Line of the next character. */
  let line = 1;
  let taken = '';
  let takenLine = 1;
  let depth = 0;
  let inText = false;
  let escaped = false;
  /** The last character outside of texts that is no space. */
  let last = '';
  let hasGarbage = false;

  function cut(records: RawRecord[]): void {
    if (taken.trim() !== '') records.push({ line: takenLine, text: taken.trim() });
    taken = '';
    depth = 0;
    inText = false;
    escaped = false;
    last = '';
    hasGarbage = false;
  }

  return {
    push(text) {
      const records: RawRecord[] = [];
      /** From where `text` is not yet in `taken`. */
      let from = 0;
      const take = (until: number) => {
        taken += text.slice(from, until);
        from = until;
      };
      const restart = (at: number) => {
        take(at);
        cut(records);
        takenLine = line;
      };
      for (let i = 0; i < text.length; i++) {
        const char = text[i]!;
        if (char === '\n') line++;
        if (taken.length + i - from >= LONGEST) restart(i);
        if (inText) {
          if (escaped) escaped = false;
          else if (char === '\\') escaped = true;
          else if (char === '"') inText = false;
          else if (char === '\n') restart(i + 1);
          continue;
        }
        if (depth === 0) {
          if (char === '{') {
            if (hasGarbage) restart(i);
            takenLine = line;
            from = i;
            taken = '';
            depth = 1;
            last = char;
          } else if (hasGarbage) {
            if (char === '\n') restart(i + 1);
          } else if (SPACE.test(char)) from = i + 1;
          else {
            hasGarbage = true;
            takenLine = line;
          }
          continue;
        }
        switch (char) {
          case '"':
            inText = true;
            last = char;
            break;
          case '{':
            if (BEFORE_VALUE.includes(last)) depth++;
            else {
              restart(i);
              depth = 1;
            }
            last = char;
            break;
          case '[':
            depth++;
            last = char;
            break;
          case '}':
          case ']':
            depth--;
            last = char;
            if (depth === 0) {
              take(i + 1);
              cut(records);
            }
            break;
          case ' ':
          case '\t':
          case '\r':
          case '\n':
            break;
          default:
            last = char;
        }
      }
      if (depth > 0 || hasGarbage) take(text.length);
      return records;
    },
    end() {
      const records: RawRecord[] = [];
      cut(records);
      return records;
    },
  };
}
