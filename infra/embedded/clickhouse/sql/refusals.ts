import { exception } from '../errors.ts';
import { ENGINES } from './engines.ts';
import { nameOf, type Token } from './tokenizer.ts';

/** Statements of SYSTEM that would end or freeze the process, and with it everything else it serves. */
const FATAL = new Set(['SHUTDOWN', 'KILL', 'SUSPEND']);

/** Settings that would have data evaluated that nobody has looked at; see `engine-users.ts`. */
const GUARDED_SETTINGS = new Set([
  'INPUT_FORMAT_VALUES_INTERPRET_EXPRESSIONS',
  'INPUT_FORMAT_VALUES_DEDUCE_TEMPLATES_OF_EXPRESSIONS',
]);

/** @throws ClickHouseException for the name of a setting that clients may not change */
export function refuseSetting(name: string): void {
  if (!GUARDED_SETTINGS.has(name.toUpperCase())) return;
  throw exception('ACCESS_DENIED', `The setting ${name.toLowerCase()} cannot be changed here`);
}

/**
 * Refuses what must not run in a process shared by other servers, what chDB is known to do wrongly, and the one way
 * to files and networks that the engine's grants (`engine-users.ts`) leave open.
 *
 * @throws ClickHouseException
 */
export function refuseForbidden(tokens: readonly Token[], text: string): void {
  const isInsert = tokens.some(({ text, depth }) => text === 'INSERT' && depth === 0);
  refuseFiles(tokens, text);
  refuseEngines(tokens, text);
  tokens.forEach(({ kind, text }, index) => {
    const next = tokens[index + 1]?.text ?? '';
    if (kind !== 'word') return;
    if (text === 'SYSTEM' && FATAL.has(next)) {
      throw exception(
        'ACCESS_DENIED',
        `SYSTEM ${next} would end the process that holds the embedded servers`,
      );
    }
    if (text === 'INTO' && next === 'OUTFILE') {
      throw exception('INTO_OUTFILE_NOT_ALLOWED', 'INTO OUTFILE is not allowed');
    }
    // chDB would report success and insert nothing.
    if (isInsert && text === 'INPUT' && next === '(') {
      throw exception(
        'NOT_IMPLEMENTED',
        'INSERT SELECT from input() is not supported by the embedded engine',
      );
    }
  });
}

/** `file` reads one; `disk`, in the settings of a table, may be a folder, a bucket or an address. */
const REACHING_OUT = new Set(['FILE', 'DISK']);

/**
 * Refuses `file(...)`, `disk(...)` and FROM INFILE. The engine grants no access to files, but these functions ask for
 * none, and INFILE is how this server itself hands over the data of an INSERT.
 *
 * @param text what the tokens are of
 * @throws ClickHouseException
 */
export function refuseFiles(tokens: Iterable<Token>, text: string): void {
  let before: { name: string; text: string } | undefined;
  for (const token of tokens) {
    if (token.text === '(' && REACHING_OUT.has(before?.name ?? '')) {
      throw exception('ACCESS_DENIED', `${before!.name.toLowerCase()}() would reach beyond the data folder`);
    }
    if (before?.text === 'FROM' && token.text === 'INFILE') {
      throw exception('UNKNOWN_TYPE_OF_QUERY', 'FROM INFILE would read a file of the server');
    }
    const name = nameOf(token, text).toUpperCase();
    refuseSetting(name);
    before = { name, text: token.text };
  }
}

const MAKE = new Set(['CREATE', 'ATTACH', 'REPLACE']);

/** The engine asks for a grant for most of its engines, and for some that run programs it does not. */
function refuseEngines(tokens: readonly Token[], text: string): void {
  if (!MAKE.has(tokens[0]?.text ?? '')) return;
  tokens.forEach((token, index) => {
    if (token.text !== 'ENGINE' || token.depth > 0) return;
    const next = tokens[index + 1]?.text === '=' ? tokens[index + 2] : tokens[index + 1];
    const name = next === undefined ? '' : nameOf(next, text);
    if (name === '' || ENGINES.has(name)) return;
    throw exception('ACCESS_DENIED', `Engine ${name} reaches beyond the data folder`);
  });
}
