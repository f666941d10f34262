import type { IncomingMessage } from 'node:http';
import { namesThisMachine } from '../../services/lib/http/this-machine.ts';

/**
 * Whether a request may come from a page in a browser. Any page may send requests to the loopback address, and one
 * whose own name leads there (DNS rebinding) may read the answers, but its requests then carry that name. Clients of
 * servers send neither.
 */
export function mayBeFromWebPage({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  if (!namesThisMachine(headers.host)) return true;
  return headers.origin !== undefined || (headers['sec-fetch-site'] ?? 'none') !== 'none';
}
