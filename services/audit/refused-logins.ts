import { isIP } from 'node:net';
import type { Audit } from './audit.ts';

const WINDOW_MS = 60_000;
/** Networks that are counted apart; all others are one. */
const MAX_NETWORKS = 1_000;
const OTHERS = 'others';

/** Told of a refusal: from which address, and the code of the problem. */
export type NoteRefusal = (address: string, code: string) => void;

/**
 * Notes refused logins: the first from a network at once, those of the minute after it as one entry with their number.
 * Whoever guesses keys shall be in the log, and not fill it. Of the address its network is kept, which is enough to find
 * the office or the provider, and tells of nobody.
 */
export function createRefusedLogins(audit: Audit) {
  /** How often since the last entry, by network and code. */
  const more = new Map<string, { network: string; code: string; count: number }>();
  let timer: NodeJS.Timeout | undefined;

  const entry = (network: string, code: string, count: number) =>
    audit.note({
      what: 'login.refused',
      outcome: 'refused',
      who: '',
      role: '',
      subjects: { kind: 'network', ids: [network] },
      count,
      detail: code,
    });

  function turn(): void {
    for (const [key, { network, code, count }] of more) {
      if (count === 0) more.delete(key);
      else {
        entry(network, code, count);
        more.set(key, { network, code, count: 0 });
      }
    }
    timer = more.size > 0 ? setTimeout(turn, WINDOW_MS).unref() : undefined;
  }

  const note: NoteRefusal = (address, code) => {
    const own = networkOf(address);
    const network = more.size < MAX_NETWORKS || more.has(`${own} ${code}`) ? own : OTHERS;
    const key = `${network} ${code}`;
    const known = more.get(key);
    if (known === undefined) {
      entry(network, code, 1);
      more.set(key, { network, code, count: 0 });
    } else known.count++;
    timer ??= setTimeout(turn, WINDOW_MS).unref();
  };

  return {
    note,
    /** Notes what was counted and not yet told. */
    close(): void {
      clearTimeout(timer);
      for (const { network, code, count } of more.values()) if (count > 0) entry(network, code, count);
      more.clear();
    },
  };
}

/** The first 24 bits of an IPv4 address, the first 48 of an IPv6 one. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(plain) === 4) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  if (isIP(plain) !== 6) return 'unknown';
  const [head = '', tail] = plain.split('%')[0]!.split('::');
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const groups =
    tail === undefined
      ? before
      : [...before, ...Array(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after];
  const first = groups.slice(0, 3).map((group) => Number.parseInt(group, 16).toString(16));
  return `${first.join(':')}::/48`;
}
