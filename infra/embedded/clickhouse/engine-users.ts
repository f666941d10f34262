import { ENGINES } from './sql/engines.ts';

/**
 * What the engine's only user may do. Everybody who may send a statement is this user, and the process may read every
 * file of the person who runs it, so the user gets no grant on a source: tables and nothing else, no files, no other
 * servers, no programs. `sql/refusals.ts` has what no grant covers.
 */
const PRIVILEGES = [
  'CHECK, SHOW, SELECT, INSERT, ALTER, DROP, UNDROP TABLE, TRUNCATE, OPTIMIZE, KILL QUERY, SYSTEM',
  // Not dictionaries: the sources of these may be programs and addresses, and no grant is asked for them.
  'CREATE DATABASE, CREATE TABLE, CREATE VIEW, CREATE TEMPORARY TABLE, CREATE FUNCTION',
].join(', ');

/**
 * Settings that let a text be run as SQL that nobody has looked at: another dialect, a string as a query, expressions
 * in data of VALUES, a schema in a file. The last two may be switched on again, by `execute.ts`, for data that were
 * looked at; `sql/refusals.ts` refuses statements that name them.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  dialect: 'clickhouse',
  allow_experimental_eval_table_function: '0',
  format_schema: '',
  input_format_values_interpret_expressions: '0',
  input_format_values_deduce_templates_of_expressions: '0',
};
const FIXED = ['dialect', 'allow_experimental_eval_table_function', 'format_schema'];

/** The engine's file of users. */
export function engineUsers(): string {
  const settings = Object.entries(SETTINGS).map(([name, value]) => `<${name}>${value}</${name}>`);
  const constraints = FIXED.map((name) => `<${name}><const/></${name}>`);
  const grants = [
    `GRANT ${PRIVILEGES} ON *.*`,
    'GRANT SET DEFINER ON *',
    ...Array.from(ENGINES, (engine) => `GRANT TABLE ENGINE ON ${engine}`),
  ].map((grant) => `<query>${grant}</query>`);
  return `<clickhouse>
  <profiles><default>
    ${settings.join('\n    ')}
    <constraints>${constraints.join('')}</constraints>
  </default></profiles>
  <quotas><default/></quotas>
  <users><default>
    <password/>
    <networks><ip>::/0</ip></networks>
    <profile>default</profile>
    <quota>default</quota>
    <grants>
      ${grants.join('\n      ')}
    </grants>
  </default></users>
</clickhouse>
`;
}
