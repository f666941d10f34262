type TokenKind = 'word' | 'string' | 'identifier' | 'number' | 'symbol' | 'unterminated';

/** One token of ClickHouse's SQL. */
export interface Token {
  kind: TokenKind;
  /** A word in upper case, a symbol as it is; empty for everything else. */
  text: string;
  start: number;
  end: number;
  /** In how many brackets it stands; a bracket itself counts as outside. */
  depth: number;
}

type Literal = { kind: TokenKind; end: number };

const WORD = /[A-Za-z_\x80-\xff][A-Za-z0-9_$\x80-\xff]*/y;
const NUMBER = /[0-9](?:[A-Za-z0-9_.]|(?<=[eEpP])[+-])*/y;
const HEREDOC = /\$[A-Za-z0-9_]*\$/y;
const BLANK = /[ \t\n\r\f\v\0]+/y;
/** First characters of blanks and comments: most tokens have none before them, and queries have many tokens. */
const MAY_BE_BLANK = new Set(' \t\n\r\f\v\0-#/');
const LINE_COMMENT = /(?:--|#[ !])[^\n]*/y;

interface Quote {
  open: string;
  close: string;
  kind: TokenKind;
  /** Finds what may end the literal. */
  stop: RegExp;
}

/** The typographic quotes, which the lexer knows too, are spelled as UTF-8 bytes; they have no escapes. */
const QUOTES: readonly Quote[] = [
  { open: "'", close: "'", kind: 'string', stop: /['\\]/g },
  { open: '"', close: '"', kind: 'identifier', stop: /["\\]/g },
  { open: '`', close: '`', kind: 'identifier', stop: /[`\\]/g },
  { open: '\xe2\x80\x98', close: '\xe2\x80\x99', kind: 'string', stop: /\xe2\x80\x99/g },
  { open: '\xe2\x80\x9c', close: '\xe2\x80\x9d', kind: 'identifier', stop: /\xe2\x80\x9d/g },
];

const FIRST_OF_QUOTE = new Set(QUOTES.map(({ open }) => open[0]!));

/**
 * Splits SQL as ClickHouse's lexer does, as far as is needed to know where strings, comments, brackets and
 * statements end. Lazy, so that the data behind an INSERT is never looked at.
 *
 * @param sql bytes as a latin1 string, so that positions are byte offsets
 */
export function* tokenize(sql: string): Generator<Token> {
  let depth = 0;
  let at = skipBlanks(sql, 0);
  while (at < sql.length) {
    const literal = readComment(sql, at) ?? readQuoted(sql, at) ?? readHeredoc(sql, at) ?? readPlain(sql, at);
    const raw = sql.slice(at, literal.end);
    if (literal.kind === 'symbol' && ')]}'.includes(raw)) depth -= 1;
    const text = literal.kind === 'word' ? raw.toUpperCase() : literal.kind === 'symbol' ? raw : '';
    yield { kind: literal.kind, text, start: at, end: literal.end, depth };
    if (literal.kind === 'symbol' && '([{'.includes(raw)) depth += 1;
    at = skipBlanks(sql, literal.end);
  }
}

/** The characters that a letter behind a backslash stands for; any other stands for itself. */
const ESCAPES = new Map(
  Object.entries({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', a: '\x07', v: '\v', e: '\x1b', '0': '\0' }),
);

/** The name that a word or a quoted identifier stands for; empty for everything else. */
export function nameOf({ kind, start, end }: Token, sql: string): string {
  const raw = sql.slice(start, end);
  if (kind === 'word') return raw;
  if (kind !== 'identifier') return '';
  const quote = QUOTES.find(({ open }) => raw.startsWith(open))!;
  const inner = raw.slice(quote.open.length, -quote.close.length);
  if (quote.close.length > 1) return inner;
  return inner
    .replaceAll(quote.close + quote.close, quote.close)
    .replaceAll(/\\(?:x([0-9A-Fa-f]{2})|(.))/gs, (_, code: string | undefined, letter: string) =>
      code === undefined ? (ESCAPES.get(letter) ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
    );
}

/** Returns where the next token starts; an unclosed comment counts as a token. */
function skipBlanks(sql: string, from: number): number {
  let at = from;
  while (MAY_BE_BLANK.has(sql[at] ?? '')) {
    const blank = matchAt(BLANK, sql, at) ?? matchAt(LINE_COMMENT, sql, at) ?? closedComment(sql, at);
    if (blank === undefined) return at;
    at = blank;
  }
  return at;
}

/** Multi-line comments nest. */
function closedComment(sql: string, from: number): number | undefined {
  if (!sql.startsWith('/*', from)) return undefined;
  let open = 1;
  for (let at = from + 2; at < sql.length; ) {
    if (sql.startsWith('*/', at)) {
      open -= 1;
      at += 2;
      if (open === 0) return at;
    } else if (sql.startsWith('/*', at)) {
      open += 1;
      at += 2;
    } else {
      at += 1;
    }
  }
  return undefined;
}

function readComment(sql: string, at: number): Literal | undefined {
  return sql.startsWith('/*', at) ? { kind: 'unterminated', end: sql.length } : undefined;
}

function readQuoted(sql: string, start: number): Literal | undefined {
  if (!FIRST_OF_QUOTE.has(sql[start] ?? '')) return undefined;
  const quote = QUOTES.find(({ open }) => sql.startsWith(open, start));
  if (quote === undefined) return undefined;
  const { close, kind, stop } = quote;
  stop.lastIndex = start + quote.open.length;
  for (let found = stop.exec(sql); found !== null; found = stop.exec(sql)) {
    const isEscape = found[0] !== close;
    const isDoubled = close.length === 1 && sql[stop.lastIndex] === close;
    if (!isEscape && !isDoubled) return { kind, end: stop.lastIndex };
    stop.lastIndex += 1;
  }
  return { kind: 'unterminated', end: sql.length };
}

function readHeredoc(sql: string, start: number): Literal | undefined {
  const bodyStart = matchAt(HEREDOC, sql, start);
  if (bodyStart === undefined) return undefined;
  const tag = sql.slice(start, bodyStart);
  const close = sql.indexOf(tag, bodyStart);
  if (close < 0) return { kind: 'symbol', end: start + 1 };
  return { kind: 'string', end: close + tag.length };
}

function readPlain(sql: string, at: number): Literal {
  const word = matchAt(WORD, sql, at);
  if (word !== undefined) return { kind: 'word', end: word };
  const number = matchAt(NUMBER, sql, at);
  if (number !== undefined) return { kind: 'number', end: number };
  return { kind: 'symbol', end: at + 1 };
}

/** Where the sticky pattern's match at `at` ends. */
function matchAt(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
