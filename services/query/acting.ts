import type { FastifyRequest } from 'fastify';
import { LinewatchError } from '../lib/errors.ts';
import { HttpProblem } from '../lib/http/problems.ts';
import { badRequest } from './problems.ts';

/**
 * Who does something: as their key or token says, and where there are no keys, as they call themselves.
 *
 * @throws HttpProblem 400 where nobody says who it is
 */
export function actorOf({ principal }: Pick<FastifyRequest, 'principal'>, by: string | undefined): string {
  const name = principal?.name ?? by;
  if (name === undefined || name === '') throw badRequest([{ path: 'by', message: 'says who does it' }]);
  return name;
}

/** Answers 409 where somebody else changed the same thing at the same time. */
export async function orConflict<Result>(write: Promise<Result>): Promise<Result> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof LinewatchError && error.code === 'CHANGED_MEANWHILE')
      throw new HttpProblem(409, 'CHANGED_MEANWHILE', 'It was changed meanwhile', { detail: error.message });
    throw error;
  }
}
