import { describe, expect, test } from 'vitest';
import { loadContactCenter, parseContactCenter } from '../../services/center/contact-center.ts';
import { CHANNELS } from '../../services/domain/timeline/timeline.ts';
import { createReference } from '../../services/ingest/reference.ts';
import { readStamp, stampContent } from '../../services/ingest/rows/stamps.ts';

const CENTER = `
calendars:
  office: { zone: Europe/Berlin, weekly: { tue: [13:00-17:00, 08:00-12:00], mon: [08:00-17:00] }, holidays: [2026-12-26, 2026-12-25] }
  always: { zone: UTC, weekly: 24x7 }
defaultCalendar: office
teams: [{ id: north }]
queues:
  - { id: sales, team: north, calendar: always, serviceLevel: 30s, serviceLevelByChannel: { email: 4h }, shortAbandon: 3s }
agents: [{ id: a1, team: north }, { id: a2 }]
policies:
  - { id: mail, when: { channel: email }, targets: [{ metric: first_response, within: 4h, calendar: office }] }
  - { id: sales, when: { queue: sales, customerTier: gold }, targets: [{ metric: queue_wait, within: { urgent: 10s, default: 1m } }] }
  - { id: rest, targets: [{ metric: total_resolution, within: 2d }] }
`;

const referenceOf = (text: string) => createReference(parseContactCenter(text, 'center.yaml'));

describe('a stamp', () => {
  const reference = referenceOf(CENTER);

  test('says what the queue has: team, threshold of the channel, short abandons, hours', () => {
    expect(reference.stampFor('sales', 'voice')).toMatchObject({
      queueTeam: 'north',
      serviceLevelMs: 30_000,
      shortAbandonMs: 3_000,
      calendar: { definition: { zone: 'UTC' } },
    });
    expect(reference.stampFor('sales', 'email').serviceLevelMs).toBe(4 * 3_600_000);
  });

  test('of a queue that the configuration does not name has the defaults, and the default hours', () => {
    expect(reference.stampFor('unheard', 'voice')).toMatchObject({
      queueTeam: '',
      serviceLevelMs: 20_000,
      shortAbandonMs: 5_000,
      calendar: { definition: { zone: 'Europe/Berlin' } },
    });
  });

  test('keeps the policies that channel and queue allow, in their order', () => {
    const ids = (queue: string, channel: 'email' | 'voice') =>
      reference.stampFor(queue, channel).policies.map(({ id }) => id);
    expect(ids('sales', 'email')).toEqual(['mail', 'sales', 'rest']);
    expect(ids('sales', 'voice')).toEqual(['sales', 'rest']);
    expect(ids('other', 'voice')).toEqual(['rest']);
  });

  test('is one object for each channel of each queue', () => {
    expect(reference.stampFor('sales', 'email')).toBe(reference.stampFor('sales', 'email'));
  });

  test('is named by its content: order where order means nothing does not count, any change does', () => {
    const hash = (text: string) => referenceOf(text).stampFor('sales', 'email').hash;
    const reordered = CENTER.replace('13:00-17:00, 08:00-12:00', '08:00-12:00, 13:00-17:00')
      .replace('2026-12-26, 2026-12-25', '2026-12-25, 2026-12-26')
      .replace('{ urgent: 10s, default: 1m }', '{ default: 1m, urgent: 10s }');
    expect(hash(reordered)).toBe(hash(CENTER));
    expect(hash(CENTER.replace('within: 4h', 'within: 5h'))).not.toBe(hash(CENTER));
    expect(hash(CENTER.replace('2026-12-26', '2026-12-27'))).not.toBe(hash(CENTER));
    const voice = (text: string) => referenceOf(text).stampFor('sales', 'voice').hash;
    expect(voice(CENTER.replace('within: 4h', 'within: 5h'))).toBe(voice(CENTER));
  });

  test('with the holidays of a place is that of the same dates typed by hand', () => {
    const text = CENTER.replace('[2026-12-26, 2026-12-25]', '{ country: DE, region: BE }');
    const dates = parseContactCenter(text, 'center.yaml').calendars.office!.holidays!;
    expect(dates).toContain('2027-03-08');
    const typed = CENTER.replace('2026-12-26, 2026-12-25', dates.join(', '));
    const stampOf = (center: string) => referenceOf(center).stampFor('unheard', 'email');
    expect(stampOf(text).hash).toBe(stampOf(typed).hash);
    expect(stampOf(text).calendar?.definition).not.toHaveProperty('source');
  });

  test('that is read back equals the one that was written, for all queues and channels of the example', () => {
    const center = loadContactCenter();
    const example = createReference(center);
    for (const { id } of center.queues) {
      for (const channel of CHANNELS) {
        const stamp = example.stampFor(id, channel);
        expect(stamp.policies.length).toBeGreaterThan(0);
        expect(readStamp(stamp.hash, stampContent(stamp))).toEqual(stamp);
      }
    }
  });

  test('keeps a calendar that several targets name only once', () => {
    const stamp = createReference(loadContactCenter()).stampFor('general', 'email');
    const pinned = stamp.policies.flatMap(({ targets }) => targets.flatMap(({ calendar }) => calendar ?? []));
    const hashes = new Set(pinned.map(({ hash }) => hash));
    expect(pinned.length).toBeGreaterThan(hashes.size);
    expect(stampContent(stamp).split('"zone"')).toHaveLength(hashes.size + 1);
  });
});

test('agents have their teams, strangers none', () => {
  const { teamOf } = referenceOf(CENTER);
  expect([teamOf('a1'), teamOf('a2'), teamOf('a3')]).toEqual(['north', '', '']);
});

test('agents serve the queues that are said of them, else those of their team', () => {
  const { queuesOf } = referenceOf(`teams: [{ id: north }, { id: south }]
queues: [{ id: sales, team: north }, { id: help, team: south }, { id: orders, team: north }, { id: mail }]
agents: [{ id: a1, team: north }, { id: a2, team: north, queues: [help] }, { id: a3, team: north, queues: [] }, { id: a4 }]
`);
  expect(['a1', 'a2', 'a3', 'a4', 'stranger'].map(queuesOf)).toEqual([
    ['sales', 'orders'],
    ['help'],
    [],
    [],
    [],
  ]);
});
