import { z } from 'zod';
import { parametersOf } from '../parameters.ts';

/** What requests that write to the journal have in common. */

export const person = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('Who does it, where no key or token says so');
export const expectedVersion = z
  .int()
  .min(0)
  .optional()
  .describe(
    'The version that is to be changed: 409 CHANGED_MEANWHILE if there is another by now. 0: none yet',
  );

export const removal = parametersOf({
  by: person,
  version: z.coerce.number().int().min(0).optional().describe(expectedVersion.description!),
});
