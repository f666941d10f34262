import { exception } from '../errors.ts';
import { scanInsert } from './insert.ts';
import { outputClauses } from './output-clauses.ts';
import { refuseForbidden } from './refusals.ts';
import { type Token, tokenize } from './tokenizer.ts';

/** A query whose result is streamed. */
export interface ReadStatement {
  kind: 'read';
  /** Everything before FORMAT and the SETTINGS beside it. */
  sql: string;
  format: string | undefined;
  /** The SETTINGS clause that stands beside FORMAT; empty when there is none. */
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
    refuseForbidden(insert.tokens, text);
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
  refuseForbidden(tokens, text);
  const placeholders = placeholdersIn(tokens, text);
  const { bodyLength, formatName, settings } = outputClauses(tokens);
  const format = formatName && slice(formatName.start, formatName.end);
  if (isRead(tokens)) {
    const sql = slice(0, tokens[bodyLength - 1]?.end ?? 0);
    const settingsClause = slice(settings[0]?.start ?? 0, settings.at(-1)?.end ?? 0);
    return { kind: 'read', sql, format, settings: settingsClause, placeholders };
  }
  const sql = slice(0, tokens.at(-1)!.end);
  return { kind: 'command', sql, format, changesSession: changesSession(tokens), placeholders };
}

/** Whether the beginning of a query is an INSERT and reaches into its data: what follows cannot change how it is read. */
export function reachesData(beginning: Buffer): boolean {
  const insert = scanInsert(beginning.toString('latin1'));
  return insert !== undefined && insert.dataStart < beginning.length;
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
  const first = tokens.find(({ text }) => text !== '(')?.text ?? '';
  const inserts = first === 'WITH' && tokens.some(({ text, depth }) => text === 'INSERT' && depth === 0);
  return READS.has(first) && !inserts;
}

function changesSession(tokens: readonly Token[]): boolean {
  return (
    SESSION_STATEMENTS.has(tokens[0]!.text) || tokens.slice(1, 4).some(({ text }) => text === 'TEMPORARY')
  );
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
