import { z } from 'zod';

/** Whether what messages say is measured. Without it their texts are dropped unread. */
export const texts = z.strictObject({ read: z.boolean().default(false) });

export type Texts = z.output<typeof texts>;
