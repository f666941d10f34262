import { isIP } from 'node:net';

/** Whether only this machine can reach the host. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Where the embedded servers listen: they ask nobody for a key, so never where others could come in. */
export function loopbackOf(host: string): string {
  return isLoopback(host) ? host : '127.0.0.1';
}
