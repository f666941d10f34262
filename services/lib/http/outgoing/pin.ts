import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { LinewatchError } from '../../errors.ts';
import { createAddressCheck } from './addresses.ts';

export interface PinOptions {
  /** Networks (CIDR) that may be reached though they are not public. */
  allowNetworks: readonly string[];
  /** Addresses of a host; only tests need another than the system's. */
  resolve?: (host: string) => Promise<string[]>;
}

/**
 * Gives the address of a host to connect to. All of the host's must be allowed: which one is taken is the resolver's
 * whim. Rejects with `OUTGOING_REFUSED` where one is not, and as soon as the signal is aborted.
 */
export type Pin = (host: string, signal: AbortSignal) => Promise<string>;

export function createPin({ allowNetworks, resolve = addressesOf }: PinOptions): Pin {
  const allowed = createAddressCheck(allowNetworks);
  return async (name, signal) => {
    const host = name.replace(/^\[|\]$/g, '');
    const addresses = isIP(host) ? [host] : await abortable(resolve(host), signal);
    if (addresses.length > 0 && addresses.every(allowed)) return addresses[0]!;
    throw new LinewatchError('OUTGOING_REFUSED', 'the address is private: list its network to allow it');
  };
}

async function addressesOf(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/** Name resolution cannot be called off; who waits for it can go. */
function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const give = () => reject(signal.reason);
    signal.addEventListener('abort', give, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}
