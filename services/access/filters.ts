import { HttpProblem } from '../lib/http/problems.ts';
import { SCOPE_DIMENSIONS, type Scope } from './principal.ts';

type Query = Record<string, unknown>;

/**
 * The parameters of a request, bound to what its caller may see: who asks for everything gets its own, and who asks
 * for others' is refused rather than answered with less than it asked for.
 */
export function bindFilters(query: Query, scope: Scope): Query {
  const bound = { ...query };
  for (const dimension of SCOPE_DIMENSIONS) {
    const own = scope[dimension];
    if (own === undefined) continue;
    const asked = filterValues(query[dimension]);
    const foreign = asked.filter((value) => !own.includes(value));
    if (foreign.length > 0) {
      throw new HttpProblem(403, 'NOT_ALLOWED', 'This key may not see that', {
        detail: `${dimension} ${foreign.join(', ')} is not one of its own: ${own.join(', ')}`,
      });
    }
    bound[dimension] = asked.length > 0 ? asked : [...own];
  }
  return bound;
}

/**
 * The values of a parameter that filters: one each time that it is given, whatever stands in it. An empty one is none.
 * Routes read filters by this too: who is bound to its own values must not be able to write others in a way that only
 * the route understands.
 */
export function filterValues(value: unknown): string[] {
  if (value === undefined) return [];
  return [value].flat().map(String).filter(Boolean);
}
