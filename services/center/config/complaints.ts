import { z } from 'zod';
import { id } from './fields.ts';

/** Columns that an answer over time has beside those of the reasons. */
const TAKEN: readonly string[] = ['bucket', 'total'];

const reason = z.strictObject({
  id: id.refine(
    (name) => !TAKEN.includes(name),
    `must not be ${TAKEN.join(' or ')}: figures have columns of these names`,
  ),
  title: z.string().min(1, 'must not be empty').max(200).optional(),
  /** A conversation complains for this reason if it has one of them. */
  tags: z.array(id).min(1, 'a reason needs a tag'),
});

/**
 * Which tags make a conversation a complaint, and for which reason. Without reasons: those that begin with `complaint`,
 * each a reason of its own.
 */
export const complaints = z
  .strictObject({ reasons: z.array(reason).default([]) })
  .superRefine(({ reasons }, context) => {
    const ids = new Set<string>();
    const reasonOf = new Map<string, string>();
    reasons.forEach((one, i) => {
      const tell = (message: string, ...path: PropertyKey[]) =>
        context.addIssue({ code: 'custom', path: ['reasons', i, ...path], message });
      if (ids.has(one.id)) tell(`${one.id} is there twice`, 'id');
      ids.add(one.id);
      one.tags.forEach((tag, j) => {
        const other = reasonOf.get(tag);
        if (other !== undefined) tell(`${tag} is a tag of ${other} already`, 'tags', j);
        else reasonOf.set(tag, one.id);
      });
    });
  });

export type Complaints = z.output<typeof complaints>;
