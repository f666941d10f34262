import { readFile, stat } from 'node:fs/promises';
import { exception } from './errors.ts';
import { refuseFiles } from './sql/refusals.ts';
import type { InsertStatement } from './sql/statement.ts';
import { tokenize } from './sql/tokenizer.ts';

/** Whether the data of an INSERT are SQL: values in the format Values may be expressions. */
export function holdsExpressions({ format }: InsertStatement): boolean {
  return format.toUpperCase() === 'VALUES';
}

/**
 * Refuses what a statement may not hold in the data of VALUES, too.
 *
 * @throws ClickHouseException also for data above `maxBytes`, which would take long to read
 */
export async function checkValues(file: string, maxBytes: number): Promise<void> {
  const { size } = await stat(file);
  if (size > maxBytes) {
    throw exception('QUERY_IS_TOO_LARGE', `VALUES above ${maxBytes} bytes: send the rows in another format`);
  }
  const text = await readFile(file, 'latin1');
  refuseFiles(tokenize(text), text);
}
