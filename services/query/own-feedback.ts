import { bindFilters } from '../access/filters.ts';
import type { Narrowing } from '../access/table.ts';
import { HttpProblem } from '../lib/http/problems.ts';

/** Feedback on those whom one leads, or on oneself. It is of people, wherever they work: no queue makes one its reader. */
export const ownFeedback: Narrowing = {
  request(request, scope) {
    const { queue: _, ...people } = scope;
    if (Object.keys(people).length === 0) {
      throw new HttpProblem(403, 'NOT_ALLOWED', 'This key may not see that', {
        detail: 'feedback is for those who lead teams, and of oneself',
      });
    }
    request.query = bindFilters(request.query as Record<string, unknown>, people);
  },
};
