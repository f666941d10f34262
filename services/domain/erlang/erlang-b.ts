import { ErlangError, MAX_SERVERS, requireInput, requireServers } from './workload.ts';

/**
 * Erlang B: the share of calls that find all lines busy and are lost.
 *
 * By the recurrence B(n) = A B(n-1) / (n + A B(n-1)): every term is positive and at most 1, so nothing overflows
 * and no digits cancel, unlike in the formula with factorials.
 *
 * @throws ErlangError ERLANG_BAD_INPUT, ERLANG_TOO_LARGE
 */
export function erlangB(erlangs: number, lines: number): number {
  requireErlangs(erlangs);
  requireServers(lines);
  let blocked = 1;
  for (let line = 1; line <= lines; line++) blocked = withOneMore(erlangs, line, blocked);
  return blocked;
}

/**
 * The fewest lines that lose at most `maxBlocking` of the calls.
 *
 * @param maxBlocking above 0; 1 needs no line
 * @throws ErlangError ERLANG_BAD_INPUT, ERLANG_TOO_LARGE
 */
export function linesFor(erlangs: number, maxBlocking: number): number {
  requireErlangs(erlangs);
  requireInput(maxBlocking > 0 && maxBlocking <= 1, 'maxBlocking', maxBlocking);
  let blocked = 1;
  for (let lines = 0; lines <= MAX_SERVERS; lines++) {
    if (lines > 0) blocked = withOneMore(erlangs, lines, blocked);
    if (blocked <= maxBlocking) return lines;
  }
  throw new ErlangError('ERLANG_TOO_LARGE', `${erlangs} erlangs need more than ${MAX_SERVERS} lines`);
}

/** B(line) from B(line - 1). */
export function withOneMore(erlangs: number, line: number, blocked: number): number {
  return (erlangs * blocked) / (line + erlangs * blocked);
}

function requireErlangs(erlangs: number): void {
  requireInput(erlangs >= 0 && Number.isFinite(erlangs), 'erlangs', erlangs);
}
