import { describe, expect, it } from 'vitest';
import { live } from '../../dashboards/source/live.ts';
import { readView } from '../../dashboards/viewer/src/state/location.ts';
import { isInstant } from '../../dashboards/viewer/src/state/range.ts';
import { rangeOf, scopeOf, zoneOf } from '../../dashboards/viewer/src/state/scope.ts';

const viewOf = (query: string) => readView(new URL(`http://host/d/live?${query}`), 'live');
const rangeIn = (query: string) => rangeOf(viewOf(query), live);

describe('the range of an address', () => {
  it.each([
    ['from=now-24h&to=now', { from: 'now-24h', to: 'now' }],
    ['from=now/d', { from: 'now/d', to: 'now' }],
    ['from=now/d&to=now/d', { from: 'now/d', to: 'now/d' }],
    ['from=now/d&to=now%2B14d', { from: 'now/d', to: 'now+14d' }],
    ['from=now-1d/d&to=now-1d/d', { from: 'now-1d/d', to: 'now-1d/d' }],
    ['from=1705312800000&to=1705334400000', { from: '1705312800000', to: '1705334400000' }],
    ['from=2024-01-15&to=2024-01-16T08:00:00Z', { from: '2024-01-15', to: '2024-01-16T08:00:00Z' }],
  ])('%s is what it says', (query, range) => {
    expect(rangeIn(query)).toEqual(range);
  });

  it.each([
    'from=garbage&to=x',
    'from=1e99',
    'from=99999999999999999999',
    'from=now-6x',
    'from=now-6x/d',
    'from=now&to=now%2B14y',
    'from=now-24h&to=nonsense',
    'from=1705334400000&to=1705312800000',
    'from=now&to=now',
  ])('%s is none, and gets the whole of the dashboard', (query) => {
    expect(rangeIn(query)).toEqual(live.time);
    expect(Number(scopeOf(viewOf(query), live).__range_ms)).toBe(6 * 3_600_000);
  });

  it('has instants that a date can be made of, at both ends of time', () => {
    expect(isInstant('8640000000000000')).toBe(true);
    expect(isInstant('8640000000000001')).toBe(false);
  });
});

describe('the rest of an address', () => {
  it('has the zone of the device where it names none that there is', () => {
    const device = Intl.DateTimeFormat().resolvedOptions().timeZone;
    expect(zoneOf(viewOf('timezone=Mars/Olympus'))).toBe(device);
    expect(zoneOf(viewOf('timezone=Asia/Kolkata'))).toBe('Asia/Kolkata');
  });

  it('names a dashboard that there is not where it is encoded wrongly', () => {
    expect(readView(new URL('http://host/d/%E0%A4%A'), 'live').uid).toBe('%E0%A4%A');
  });
});
