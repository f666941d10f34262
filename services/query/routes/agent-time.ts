import { z } from 'zod';
import type { Fault } from '../../lib/errors.ts';
import { dimensionFilters } from './parameters.ts';

const { agent, team, queue } = dimensionFilters;

/** Parameters of routes about the time of agents, but for where a range begins and ends. */
export const agentTimeParameters = {
  tz: z.string().optional().describe("IANA time zone; that of the default calendar if it isn't given"),
  agent,
  team,
  // Taken to be refused in words: a key that is narrowed to queues asks for its own.
  queue: queue.describe('None can be given: the time of agents is not told apart by queue'),
};

export function refuseQueues(queues: readonly string[] | undefined, faults: Fault[]): void {
  if (queues === undefined || queues.length === 0) return;
  const message =
    'the time of agents is not told apart by queue; a key that is narrowed to queues cannot ask';
  faults.push({ path: 'queue', message });
}
