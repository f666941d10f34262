import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Act } from '../../services/audit/act.ts';
import { NO_AUDIT } from '../../services/audit/audit.ts';
import { createRefusedLogins, networkOf } from '../../services/audit/refused-logins.ts';

describe('refused logins', () => {
  let noted: Act[];
  const told = () => noted.splice(0).map(({ subjects, detail, count }) => [subjects!.ids[0], detail, count]);

  beforeEach(() => {
    noted = [];
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  const start = () => createRefusedLogins({ ...NO_AUDIT, note: (act) => noted.push(act) });

  it('are noted at once, and those of the minute after as one with their number', () => {
    const { note } = start();
    for (let i = 0; i < 1_000; i++) note(`192.0.2.${i % 250}`, 'BAD_KEY');
    note('192.0.2.9', 'KEY_NEEDED');
    note('198.51.100.4', 'BAD_KEY');
    expect(told()).toEqual([
      ['192.0.2.0/24', 'BAD_KEY', 1],
      ['192.0.2.0/24', 'KEY_NEEDED', 1],
      ['198.51.100.0/24', 'BAD_KEY', 1],
    ]);
    vi.advanceTimersByTime(60_000);
    expect(told()).toEqual([['192.0.2.0/24', 'BAD_KEY', 999]]);
    vi.advanceTimersByTime(600_000);
    expect(told()).toEqual([]);
    note('192.0.2.9', 'BAD_KEY');
    expect(told()).toEqual([['192.0.2.0/24', 'BAD_KEY', 1]]);
  });

  it('all come to be noted, whoever tries from everywhere, in few entries', () => {
    const { note, close } = start();
    let sent = 0;
    for (let i = 0; i < 50_000; i++, sent++) note(`10.${i % 200}.${Math.floor(i / 200)}.1`, 'BAD_KEY');
    close();
    expect(noted.length).toBeLessThan(2_100);
    expect(noted.reduce((sum, { count }) => sum + count!, 0)).toBe(sent);
  });

  it.each([
    ['192.0.2.77', '192.0.2.0/24'],
    ['::ffff:192.0.2.77', '192.0.2.0/24'],
    ['2001:db8:1:2::3', '2001:db8:1::/48'],
    ['2001:0db8::', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0::/48'],
    ['no address', 'unknown'],
  ])('%s is of %s', (address, network) => expect(networkOf(address)).toBe(network));
});
