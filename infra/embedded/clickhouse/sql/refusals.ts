import { exception } from '../errors.ts';
import type { Token } from './tokenizer.ts';

/** Statements of SYSTEM that would end or freeze the process, and with it everything else it serves. */
const FATAL = new Set(['SHUTDOWN', 'KILL', 'SUSPEND']);

/**
 * Refuses what must not run in a process shared by other servers, and what chDB is known to do wrongly.
 *
 * @throws ClickHouseException
 */
export function refuseForbidden(tokens: readonly Token[]): void {
  const isInsert = tokens.some(({ text, depth }) => text === 'INSERT' && depth === 0);
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
