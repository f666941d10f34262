import { z } from 'zod';
import { id, oneOrMore } from '../fields.ts';

export const route = z.strictObject({
  /** Labels that an alert must have; rule, kind, severity, queue, team and channel are labels too. */
  match: z.record(id, oneOrMore(z.string())).default({}),
  channels: z.array(id).min(1, 'a route needs a channel'),
  /** Whether the routes after this one are looked at as well. */
  continue: z.boolean().default(false),
});

export type Route = z.output<typeof route>;

/** Faults between routes and channels, by their place in the section. */
export function faultsOfRoutes(
  routes: readonly Route[],
  channels: ReadonlySet<string>,
): { path: PropertyKey[]; message: string }[] {
  return routes.flatMap((each, i) =>
    each.channels.flatMap((name, j) =>
      channels.has(name)
        ? []
        : [{ path: ['routes', i, 'channels', j], message: `there is no channel ${name}` }],
    ),
  );
}
