import { z } from 'zod';

/** How personal data are kept; see docs/privacy.md. */
export const privacy = z.strictObject({
  /** Whether ids of customers are kept as they come or as keyed hashes; taken up at the start of a process. */
  customerIds: z.enum(['plain', 'hashed']).default('plain'),
  /** The same of agents; see the same page. */
  agentIds: z.enum(['plain', 'hashed']).default('plain'),
  /** What becomes of events that name a customer who was forgotten. */
  afterForget: z.enum(['anonymous', 'refuse']).default('anonymous'),
});

export type Privacy = z.output<typeof privacy>;
