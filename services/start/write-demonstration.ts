import { codeOf } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import type { Chapter, Entry } from './demonstration.ts';

const TIMEOUT_MS = 30_000;
const CONFLICT = 409;

/**
 * Writes what is not there yet over the API, as anybody could. What is refused is logged and left out: a demonstration
 * must not keep the product from running.
 *
 * @param address of the query service, such as http://127.0.0.1:8080
 */
export async function writeDemonstration(
  address: string,
  chapters: readonly Chapter[],
  log: Pick<Log, 'warn'>,
): Promise<void> {
  for (const { first, rest } of chapters) {
    if (!(await write(address, first, log))) continue;
    for (const entry of rest) await write(address, entry, log);
  }
}

/** Whether it was written now: not, if it is there already or was refused. */
async function write(
  address: string,
  { method, path, body }: Entry,
  log: Pick<Log, 'warn'>,
): Promise<boolean> {
  try {
    const response = await fetch(address + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer = await response.text();
    if (!response.ok && response.status !== CONFLICT)
      log.warn({ method, path, status: response.status, answer }, 'part of the demonstration was refused');
    return response.ok;
  } catch (error) {
    log.warn({ method, path, code: codeOf(error) }, 'part of the demonstration could not be written');
    return false;
  }
}
