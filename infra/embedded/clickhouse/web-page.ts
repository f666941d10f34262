import type { IncomingMessage } from 'node:http';

/**
 * Whether a page in a browser sent a request. Any page may send requests to the loopback address, and the embedded
 * servers know no passwords; clients of servers say none of this of themselves.
 */
export function isFromWebPage({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined || (headers['sec-fetch-site'] ?? 'none') !== 'none';
}
