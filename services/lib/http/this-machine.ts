import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../loopback.ts';
import { HttpProblem } from './problems.ts';

/** Whether a `Host` header names this machine as only this machine can: by a loopback address or `localhost`. */
export function namesThisMachine(host: string | undefined): boolean {
  const [, address, name] = /^(?:\[([\da-f:.]+)\]|([^:[\]]+))(?::\d{1,5})?$/i.exec(host ?? '') ?? [];
  return isLoopback(address ?? name?.toLowerCase() ?? '');
}

/**
 * Whether a page of another site sends the request, other than by a link that a person follows. Browsers say so in
 * `Sec-Fetch-Site`, which no page can change; older ones say at least `Origin`, with all that may change something.
 */
export function isOfAnotherSite(method: string, headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined) return headers.origin !== undefined && !isOwnOrigin(headers.origin, headers.host);
  if (site === 'same-origin' || site === 'none') return false;
  const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return !(isLink && method === 'GET');
}

/**
 * For an app that asks for no keys: takes requests of this machine's own pages and programs alone. Any page may send
 * requests to the loopback address, and one whose name leads there (DNS rebinding) could read the answers.
 */
export function keepToThisMachine(app: Pick<FastifyInstance, 'addHook'>): void {
  app.addHook('onRequest', async ({ method, headers }) => {
    if (!namesThisMachine(headers.host)) {
      throw new HttpProblem(403, 'FOREIGN_HOST', 'Requests under this name are refused', {
        detail:
          'without keys, only 127.0.0.1, localhost and [::1] are answered to: set ACCESS_CONFIG for others',
      });
    }
    if (isOfAnotherSite(method, headers)) {
      throw new HttpProblem(403, 'FOREIGN_PAGE', 'Requests of pages of other sites are refused');
    }
  });
}

function isOwnOrigin(origin: string, host: string | undefined): boolean {
  return origin === `http://${host}` || origin === `https://${host}`;
}
