import { inspect } from 'node:util';
import { LinewatchError } from '../lib/errors.ts';

/** What ended a command, for people: our own errors say it in a sentence, of a bug all is shown. */
export function failureText(error: unknown): string {
  return error instanceof LinewatchError ? error.message : inspect(error);
}
