import { z } from 'zod';
import { type Fault, faultsWords } from '../lib/errors.ts';

/** An event of a request that was not taken, and why. */
export const rejectedSchema = z.object({
  index: z.int().describe('Its place in the request, from 0'),
  code: z.enum(['INVALID_EVENT', 'INVALID_WEBHOOK']),
  detail: z.string().describe('Every fault: where it is, and what is wrong'),
});
export type Rejected = z.infer<typeof rejectedSchema>;

/** Names of unknown fields are repeated to the sender: an answer must not grow with them. */
const MAX_PATH = 100;

export function reject(index: number, code: Rejected['code'], faults: readonly Fault[]): Rejected {
  const told = faults.map(({ path, message }) => ({ path: path.slice(0, MAX_PATH), message }));
  return { index, code, detail: faultsWords(told) };
}
