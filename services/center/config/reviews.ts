import { z } from 'zod';
import { id } from './fields.ts';

const title = z.string().min(1, 'must not be empty').max(200);
const unique = (list: readonly { id: string }[]) => new Set(list.map((one) => one.id)).size === list.length;
const NO_TWICE = 'has an id twice';

const dimension = z.strictObject({ id, title });
const item = z.strictObject({
  id,
  title,
  weight: z.number().positive('must be above 0').default(1),
  /** Where it fails, the whole review has failed. */
  autoFail: z.boolean().default(false),
});

const PEER = {
  dimensions: [
    { id: 'collaboration', title: 'Collaboration' },
    { id: 'knowledge', title: 'Knowledge' },
    { id: 'courtesy', title: 'Courtesy' },
    { id: 'reliability', title: 'Reliability' },
  ],
};

const QUALITY = {
  items: [
    { id: 'accuracy', title: 'Right and complete answer', weight: 3, autoFail: false },
    { id: 'tone', title: 'Tone', weight: 2, autoFail: false },
    { id: 'process', title: 'Process kept', weight: 2, autoFail: false },
    { id: 'documentation', title: 'Documentation', weight: 1, autoFail: false },
    { id: 'privacy', title: 'Customer identified, data protected', weight: 2, autoFail: true },
  ],
};

/** What is asked in peer reviews, and the rubric of quality reviews. */
export const reviews = z.strictObject({
  peer: z
    .strictObject({ dimensions: z.array(dimension).min(1).max(30).refine(unique, NO_TWICE) })
    .default(PEER),
  quality: z.strictObject({ items: z.array(item).min(1).max(50).refine(unique, NO_TWICE) }).default(QUALITY),
});

export type Reviews = z.output<typeof reviews>;
