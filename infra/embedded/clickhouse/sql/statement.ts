import { exception } from '../errors.ts';
import { scanInsert } from './insert.ts';
import { refuseForbidden } from './refusals.ts';
import { type Token, tokenize } from './tokenizer.ts';

/** A query whose result is streamed. */
export interface ReadStatement {
  kind: 'read';
  /** Everything before FORMAT. */
  sql: string;
  format: string | undefined;
  /** The SETTINGS clause behind FORMAT; empty when there is none. */
  settings: string;
  placeholders: string[];
}

/** An INSERT whose rows follow as data. */
export interface InsertStatement {
  kind: 'insert';
  /** `INSERT INTO t (a, b)` */
  target: string;
  /** The SETTINGS clause before FORMAT; empty when there is none. */
  settings: string;
  format: string;
  /** Byte offset at which the data starts. */
  dataStart: number;
  placeholders: string[];
}

/** Anything else; it answers little or nothing. */
export interface CommandStatement {
  kind: 'command';
  sql: string;
  format: string | undefined;
  /** It changes its session (SET, USE, temporary tables), which must then not serve another request. */
  changesSession: boolean;
  placeholders: string[];
}

export type Statement = ReadStatement | InsertStatement | CommandStatement;

const READS = new Set(['SELECT', 'WITH', 'FROM', 'SHOW', 'DESCRIBE', 'DESC', 'EXISTS', 'EXPLAIN', 'CHECK']);
const SESSION_STATEMENTS = new Set(['SET', 'USE', 'BEGIN', 'COMMIT', 'ROLLBACK', 'START']);
// Behind these, `format` is a name and not the keyword.
const BEFORE_NAME = new Set(['FROM', 'JOIN', 'AS', 'SELECT', 'TABLE', '.', ',']);

/**
 * Finds out what the one statement in a query is and where its parts are.
 *
 * @param query the statement and, for an INSERT, at least the beginning of its data
 * @throws ClickHouseException for more than one statement, an unclosed quote or comment, and what is refused
 */
export function parseStatement(query: Buffer): Statement {
  const text = query.toString('latin1');
  const slice = (start: number, end?: number) =>
    Buffer.from(text.slice(start, end).trim(), 'latin1').toString();
  const insert = scanInsert(text);
  if (insert !== undefined) {
    return {
      kind: 'insert',
      target: slice(0, insert.targetEnd),
      settings: slice(insert.targetEnd, insert.settingsEnd),
      format: insert.format ? slice(insert.format.start, insert.format.end) : 'Values',
      dataStart: insert.dataStart,
      placeholders: placeholdersIn(insert.tokens, text),
    };
  }
  const tokens = singleStatement(text);
  refuseForbidden(tokens);
  const end = tokens.at(-1)?.end ?? 0;
  const placeholders = placeholdersIn(tokens, text);
  const formatAt = formatKeyword(tokens);
  const formatName = tokens[formatAt + 1];
  const format = formatAt < 0 || !formatName ? undefined : slice(formatName.start, formatName.end);
  if (!isRead(tokens)) {
    return {
      kind: 'command',
      sql: slice(0, end),
      format,
      changesSession: changesSession(tokens),
      placeholders,
    };
  }
  if (format === undefined) return { kind: 'read', sql: slice(0, end), format, settings: '', placeholders };
  const sql = slice(0, tokens[formatAt - 1]!.end);
  return { kind: 'read', sql, format, settings: slice(formatName!.end, end), placeholders };
}

function singleStatement(text: string): Token[] {
  const tokens: Token[] = [];
  let ended = false;
  for (const token of tokenize(text)) {
    if (token.kind === 'unterminated') {
      throw exception(
        'SYNTAX_ERROR',
        `Syntax error: unclosed quote or comment at position ${token.start + 1}`,
      );
    }
    if (token.text === ';') {
      ended = true;
    } else if (ended) {
      const message = `Syntax error (Multi-statements are not allowed): failed at position ${token.start + 1}`;
      throw exception('SYNTAX_ERROR', message);
    } else {
      tokens.push(token);
    }
  }
  if (tokens.length === 0) throw exception('SYNTAX_ERROR', 'Syntax error: Empty query');
  return tokens;
}

function isRead(tokens: readonly Token[]): boolean {
  const first = tokens.find(({ text }) => text !== '(')!.text;
  const inserts = first === 'WITH' && tokens.some(({ text, depth }) => text === 'INSERT' && depth === 0);
  return READS.has(first) && !inserts;
}

function changesSession(tokens: readonly Token[]): boolean {
  return (
    SESSION_STATEMENTS.has(tokens[0]!.text) || tokens.slice(1, 4).some(({ text }) => text === 'TEMPORARY')
  );
}

/** Index of the keyword in a closing `FORMAT name` or `FORMAT name SETTINGS ...`, or -1. */
function formatKeyword(tokens: readonly Token[]): number {
  return tokens.findLastIndex((token, index) => {
    const name = tokens[index + 1];
    const behind = tokens[index + 2];
    return (
      token.text === 'FORMAT' &&
      token.depth === 0 &&
      index > 0 &&
      !BEFORE_NAME.has(tokens[index - 1]!.text) &&
      (name?.kind === 'word' || name?.kind === 'identifier') &&
      (behind === undefined || behind.text === 'SETTINGS')
    );
  });
}

/** Names of the `{name:Type}` placeholders; those of a parameterized view belong to the view. */
function placeholdersIn(tokens: readonly Token[], text: string): string[] {
  if (tokens[0]?.text === 'CREATE' && tokens.some((token) => token.text === 'VIEW' && token.depth === 0))
    return [];
  return tokens.flatMap((token, index) => {
    const [bracket, colon] = [tokens[index - 1], tokens[index + 1]];
    const isPlaceholder = token.kind === 'word' && bracket?.text === '{' && colon?.text === ':';
    return isPlaceholder ? [text.slice(token.start, token.end)] : [];
  });
}
