import type { FastifyRequest } from 'fastify';
import { type Fault, LinewatchError } from '../lib/errors.ts';
import { HttpProblem } from '../lib/http/problems.ts';
import { badRequest } from './problems.ts';

type Caller = Pick<FastifyRequest, 'principal'>;

const nameOf = ({ principal }: Caller, by: string | undefined) => principal?.name ?? by ?? '';

/** What is wrong where nobody says who it is: to be told with the other faults. */
export function faultsOfActor(request: Caller, by: string | undefined): Fault[] {
  return nameOf(request, by) === '' ? [{ path: 'by', message: 'says who does it' }] : [];
}

/**
 * Who does something: as their key or token says, and where there are no keys, as they call themselves.
 *
 * @throws HttpProblem 400 where nobody says who it is
 */
export function actorOf(request: Caller, by: string | undefined): string {
  const faults = faultsOfActor(request, by);
  if (faults.length > 0) throw badRequest(faults);
  return nameOf(request, by);
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
