import type { Token } from './tokenizer.ts';

/** The clauses at the end of a statement that say how its result is written. */
export interface OutputClauses {
  /** How many tokens stand before them. */
  bodyLength: number;
  formatName: Token | undefined;
  /** The tokens of a SETTINGS clause among them, with its keyword. */
  settings: readonly Token[];
}

/** In these, SETTINGS before FORMAT is part of the query itself. */
const HAVE_SETTINGS_OF_THEIR_OWN = new Set(['SELECT', 'WITH', 'FROM', 'EXPLAIN']);
// Behind these, `format` is a name and not the keyword.
const BEFORE_NAME = new Set(['FROM', 'JOIN', 'AS', 'SELECT', 'TABLE', '.', ',']);

/** Finds `[SETTINGS ...] FORMAT name [SETTINGS ...]`, of which every part may be missing. */
export function outputClauses(tokens: readonly Token[]): OutputClauses {
  const formatAt = tokens.findLastIndex((_, index) => isFormatClause(tokens, index));
  const formatName = formatAt < 0 ? undefined : tokens[formatAt + 1];
  const first = tokens.find(({ text }) => text !== '(')?.text ?? '';
  const firstOutside = HAVE_SETTINGS_OF_THEIR_OWN.has(first) ? (formatName ? formatAt : tokens.length) : 0;
  const settingsAt = tokens.findIndex((_, index) => index >= firstOutside && isSettingsClause(tokens, index));
  const starts = [formatAt, settingsAt].filter((index) => index >= 0);
  const settingsEnd = formatAt > settingsAt ? formatAt : tokens.length;
  return {
    bodyLength: Math.min(tokens.length, ...starts),
    formatName,
    settings: settingsAt < 0 ? [] : tokens.slice(settingsAt, settingsEnd),
  };
}

function isFormatClause(tokens: readonly Token[], index: number): boolean {
  const [before, keyword, name, behind] = [
    tokens[index - 1],
    tokens[index]!,
    tokens[index + 1],
    tokens[index + 2],
  ];
  return (
    keyword.text === 'FORMAT' &&
    keyword.depth === 0 &&
    before !== undefined &&
    !BEFORE_NAME.has(before.text) &&
    (name?.kind === 'word' || name?.kind === 'identifier') &&
    (behind === undefined || behind.text === 'SETTINGS')
  );
}

function isSettingsClause(tokens: readonly Token[], index: number): boolean {
  const keyword = tokens[index]!;
  return keyword.text === 'SETTINGS' && keyword.depth === 0 && tokens[index + 2]?.text === '=';
}
