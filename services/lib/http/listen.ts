import { LinewatchError } from '../errors.ts';
import { isLoopback } from '../loopback.ts';
import type { HttpApp } from './app.ts';

export interface ListenOptions {
  host: string;
  port: number;
  /** Whether requests have to prove who they are. */
  authenticated: boolean;
}

/**
 * Listens; gives the address. Rejects with `PORT_IN_USE`, and with `KEYS_NEEDED` where anybody could come in:
 * without keys only this machine may.
 */
export async function listen(app: HttpApp, { host, port, authenticated }: ListenOptions): Promise<string> {
  if (!authenticated && !isLoopback(host)) {
    throw new LinewatchError(
      'KEYS_NEEDED',
      `to listen on ${host}, set ACCESS_CONFIG: without keys only loopback is safe`,
    );
  }
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new LinewatchError('PORT_IN_USE', `port ${port} on ${host} is in use by another program`, {
      cause,
    });
  }
}
