import { z } from 'zod';

/** How personal data are kept; see docs/privacy.md. */
export const privacy = z.strictObject({
  /** What becomes of events that name a customer who was forgotten. */
  afterForget: z.enum(['anonymous', 'refuse']).default('anonymous'),
});

export type Privacy = z.output<typeof privacy>;
