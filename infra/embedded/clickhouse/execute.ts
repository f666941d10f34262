import { untilSettled } from './cancel.ts';
import type { StatementResult } from './engine.ts';
import { exception } from './errors.ts';
import { openOutputPipe } from './output-pipe.ts';
import type { Lease } from './session-pool.ts';
import { quote } from './sql/literal.ts';
import type { CommandStatement, InsertStatement, ReadStatement } from './sql/statement.ts';
import { holdsExpressions } from './values.ts';

/** For data that `checkValues` has looked at. */
const WITH_EXPRESSIONS =
  'input_format_values_interpret_expressions = 1, input_format_values_deduce_templates_of_expressions = 1';

/**
 * Inserts the rows of a file. (Text behind FORMAT would end at its first blank line, and the rest would be run as
 * SQL.)
 */
export function runInsert({ session }: Lease, insert: InsertStatement, file: string, signal: AbortSignal) {
  const { target, format } = insert;
  const settings = holdsExpressions(insert)
    ? `${insert.settings === '' ? 'SETTINGS' : `${insert.settings},`} ${WITH_EXPRESSIONS}`
    : insert.settings;
  const sql = `${target} FROM INFILE ${quote(file)} COMPRESSION 'none' ${settings} FORMAT ${format}`;
  return untilSettled(session, session.run(sql), signal);
}

/** Runs a statement that answers little or nothing; the answer is in the result. */
export function runCommand(
  { session }: Lease,
  { sql }: CommandStatement,
  format: string,
  signal: AbortSignal,
) {
  return untilSettled(session, session.run(sql, format), signal);
}

/**
 * Streams a query's result to `write`, no faster than that takes it.
 *
 * @throws ClickHouseException also after rows have been written; whatever `write` throws
 */
export async function runRead(
  { session, pipe }: Lease,
  { sql, settings }: ReadStatement,
  format: string,
  write: (chunk: Uint8Array) => Promise<void>,
  signal: AbortSignal,
): Promise<StatementResult> {
  // It may have waited long for its session.
  if (signal.aborted) throw cancelled();
  const output = openOutputPipe(pipe);
  const statement = `${sql} INTO OUTFILE ${quote(pipe)} APPEND COMPRESSION 'none' FORMAT ${format} ${settings}`;
  const rejected = new AbortController();
  const running = untilSettled(session, session.run(statement), AbortSignal.any([signal, rejected.signal]));
  running.then(output.finish, output.fail);
  try {
    for await (const chunk of output.stream) {
      // Not before something has come: the engine would wait for ever for somebody to open the pipe.
      if (signal.aborted) break;
      await write(chunk);
    }
  } catch (error) {
    // The session is free only when the query has ended.
    rejected.abort();
    await running.catch(() => {});
    throw error;
  }
  const result = await running;
  // It was cancelled too late to fail, and what it gave meanwhile was not passed on.
  if (signal.aborted) throw cancelled();
  return result;
}

function cancelled() {
  return exception('ABORTED', 'The query was cancelled');
}
