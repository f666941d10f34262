import { errors } from './errors.ts';

/** A route that fits a request, and the decoded variable parts of its path. */
export interface Match<Route> {
  route: Route;
  path: string[];
}

/**
 * Finds the route for a request.
 *
 * @param routes by `METHOD /path`, where a star stands for one variable part
 * @throws RegistryError 404, 405, and 400 for a part that is not UTF-8
 */
export function matchRoute<Route>(
  routes: Readonly<Record<string, Route>>,
  method: string,
  path: string,
): Match<Route> {
  const parts = path.replace(/\/$/, '').split('/');
  const fitting = Object.entries(routes).flatMap(([key, route]) => {
    const [routeMethod, routePath] = key.split(' ') as [string, string];
    const pattern = routePath.replace(/\/$/, '').split('/');
    const fits =
      pattern.length === parts.length && pattern.every((part, at) => part === '*' || part === parts[at]);
    return fits ? [{ routeMethod, route, variables: parts.filter((_, at) => pattern[at] === '*') }] : [];
  });
  if (fitting.length === 0) throw errors.notFound();
  const found = fitting.find(({ routeMethod }) => routeMethod === method);
  if (found === undefined) throw errors.methodNotAllowed();
  return { route: found.route, path: found.variables.map(decodePart) };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw errors.badRequest('The path is not encoded as UTF-8');
  }
}
