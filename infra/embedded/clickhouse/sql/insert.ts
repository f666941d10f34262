import { exception } from '../errors.ts';
import { type Token, tokenize } from './tokenizer.ts';

/** Where the parts of an INSERT with data are, as byte offsets. */
export interface InsertScan {
  /** All tokens up to the data. */
  tokens: Token[];
  /** End of `INSERT INTO t (a, b)`. */
  targetEnd: number;
  /** End of the settings behind it; equal to `targetEnd` when there are none. */
  settingsEnd: number;
  /** The format's name; undefined after VALUES. */
  format: Token | undefined;
  dataStart: number;
}

const QUERIES = new Set(['SELECT', 'WITH', 'WATCH', 'EXPLAIN']);
// What a table's name follows: in `INSERT INTO format FORMAT CSV` only the second FORMAT is the keyword.
const BEFORE_NAME = new Set(['INTO', 'TABLE', 'FUNCTION', '.']);

/**
 * Scans an INSERT up to where its data starts, and not a byte further: data may hold anything.
 *
 * @returns undefined when the text is not an INSERT with data
 */
export function scanInsert(text: string): InsertScan | undefined {
  const tokens: Token[] = [];
  let targetEnd: number | undefined;
  for (const token of tokenize(text)) {
    const before = tokens.at(-1);
    tokens.push(token);
    if (before === undefined) {
      if (token.text !== 'INSERT') return undefined;
    } else if (before.text === '(' && QUERIES.has(token.text)) {
      return undefined;
    } else if (token.depth === 0 && !BEFORE_NAME.has(before.text)) {
      if (token.text === ';' || QUERIES.has(token.text)) return undefined;
      if (token.text === 'INFILE' && before.text === 'FROM') return undefined;
      if (token.text === 'SETTINGS') targetEnd ??= before.end;
      if (token.text === 'VALUES') {
        return {
          tokens,
          targetEnd: targetEnd ?? before.end,
          settingsEnd: before.end,
          format: undefined,
          dataStart: token.end,
        };
      }
      if (isFormatName(tokens)) {
        const settingsEnd = tokens.at(-3)!.end;
        return {
          tokens,
          targetEnd: targetEnd ?? settingsEnd,
          settingsEnd,
          format: token,
          dataStart: afterFormat(text, token.end),
        };
      }
    }
  }
  return undefined;
}

/** Whether the last two tokens are the keyword FORMAT and a name. */
function isFormatName(tokens: readonly Token[]): boolean {
  const [before, keyword, name] = tokens.slice(-3);
  return (
    keyword?.text === 'FORMAT' &&
    !BEFORE_NAME.has(before!.text) &&
    (name?.kind === 'word' || name?.kind === 'identifier')
  );
}

/** ClickHouse's rule: blanks and then one line break may stand between the format's name and the data. */
function afterFormat(text: string, formatEnd: number): number {
  const gap = /[ \t\f]*\r?\n?/y;
  gap.lastIndex = formatEnd;
  gap.test(text);
  if (text[gap.lastIndex] === ';' && gap.lastIndex === formatEnd) {
    throw exception('SYNTAX_ERROR', "Syntax error: excessive ';' before the data of INSERT");
  }
  return gap.lastIndex;
}
