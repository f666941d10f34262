import { exception } from './errors.ts';
import type { Lease } from './session-pool.ts';
import { quote, quoteIdentifier } from './sql/literal.ts';

/** What holds for one request only. */
export interface Scope {
  database: string;
  settings: ReadonlyMap<string, string>;
  /** Values as ClickHouse's HTTP interface takes them: escaped as in TSV. */
  params: ReadonlyMap<string, string>;
}

/** Set when the engine is opened (engine.ts); DEFAULT would not bring them back. */
const SET_AT_OPENING = ['max_query_size', 'implicit_select'];
const NAME = /^[A-Za-z_][A-Za-z0-9_.]*$/;

/**
 * Puts a session into the state that the request asked for.
 *
 * @throws ClickHouseException for an unknown database, setting or value; the session is then to be discarded
 */
export async function enterScope(lease: Lease, { database, settings, params }: Scope): Promise<void> {
  if (lease.database !== database) {
    lease.database = undefined;
    await lease.session.run(`USE ${quoteIdentifier(database)}`);
    lease.database = database;
  }
  const assignments = [
    ...[...params].map(([name, value]) => `param_${checkedName(name)} = ${quote(value)}`),
    ...[...settings].map(([name, value]) => `${checkedName(name)} = ${quote(value)}`),
  ];
  // One statement, so that `readonly` holds from the next one on and not for the settings beside it.
  if (assignments.length > 0) await lease.session.run(`SET ${assignments.join(', ')}`);
}

/**
 * Takes back what `enterScope` did. Parameters cannot be unset in ClickHouse: a request is checked to bring all
 * that it uses (`requireParams`), and here their memory is given back.
 *
 * @returns false when the session cannot be used again
 */
export async function leaveScope(lease: Lease, { settings, params }: Scope): Promise<boolean> {
  if (SET_AT_OPENING.some((name) => settings.has(name))) return false;
  const assignments = [
    ...[...settings.keys()].map((name) => `${name} = DEFAULT`),
    ...[...params.keys()].map((name) => `param_${name} = ''`),
  ];
  if (assignments.length > 0) await lease.session.run(`SET ${assignments.join(', ')}`);
  return true;
}

/** @throws ClickHouseException when a placeholder has no value, which an earlier request's value would hide */
export function requireParams(placeholders: readonly string[], { params }: Scope): void {
  const missing = placeholders.find((name) => !params.has(name));
  if (missing !== undefined)
    throw exception('UNKNOWN_QUERY_PARAMETER', `Substitution \`${missing}\` is not set.`);
}

function checkedName(name: string): string {
  if (!NAME.test(name)) throw exception('UNKNOWN_SETTING', `Unknown setting '${name}'.`);
  return name;
}
