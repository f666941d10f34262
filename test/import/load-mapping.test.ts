import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadMapping, parseMapping } from '../../services/import/load-mapping.ts';
import { FaultsError } from '../../services/lib/errors.ts';
import { temporaryFolder } from './harness.ts';

const TICKETS = `
id: desk
topic: tickets
row: event
time: { zone: UTC }
conversation: "{Ticket}"
at: When
channel: email
events:
  - event: created
    once: true
`;

function faultsOf(text: string): string[] {
  try {
    parseMapping(text, 'mapping.yaml');
  } catch (error) {
    if (!(error instanceof FaultsError)) throw error;
    expect(error.code).toBe('MAPPING_INVALID');
    return error.faults.map(({ line, path, message }) => `${line} ${path}: ${message}`);
  }
  return [];
}

describe('reading a mapping', () => {
  test('fills in the defaults', () => {
    expect(parseMapping(TICKETS, 'mapping.yaml')).toMatchObject({
      source: 'csv',
      file: { encoding: 'utf-8', delimiter: ',', quote: '"', decimal: '.' },
      time: { formats: ['iso'], zone: 'UTC' },
      tags: [],
      events: [{ event: 'created', once: true, fields: {} }],
    });
  });

  test('takes scalars as they are written, so that conditions compare text with text', () => {
    const mapping = parseMapping(`${TICKETS}drop: { Kind: [007, no, 1.0, ~] }`, 'mapping.yaml');
    expect(mapping.drop?.[0]?.[0]?.values).toEqual(['007', 'no', '1.0', '~']);
  });

  test('tells every fault at once, each with its line', () => {
    const faults = faultsOf(`id: desk-{nr}
topic: tickets
row: event
time: { format: YYYY-MM-DD, zone: Berlin }
file: { encoding: utf-7, delimiter: ;; }
conversation: "{Ticket"
channel: fax
colour: red
events:
  - event: created
    status: fresh
  - event: exploded
  - event: message
    public: maybe
  - event: transferred
    actor: { kind: robot }
    at: When
`);
    expect(faults).toEqual([
      expect.stringMatching(/^1 id: may hold no placeholder/),
      expect.stringMatching(/^1 at: is missing/),
      expect.stringMatching(/^4 time.format: is no usable time format/),
      expect.stringMatching(/^4 time.zone: is no IANA time zone/),
      expect.stringMatching(/^5 file.encoding: is no known encoding/),
      expect.stringMatching(/^5 file.delimiter: must be one character/),
      expect.stringMatching(/^6 conversation: each \{ needs/),
      expect.stringMatching(/^7 channel: "fax" is none of email, web/),
      expect.stringMatching(/^8 colour: is no known field$/),
      expect.stringMatching(/^11 events.0.status: "fresh" is none of new, open/),
      expect.stringMatching(/^12 events.1.event: .*created/),
      expect.stringMatching(/^13 events.2.actor: is missing/),
      expect.stringMatching(/^14 events.2.public: "maybe" is neither true nor false/),
      expect.stringMatching(/^15 events.3.to_queue: is missing/),
      expect.stringMatching(/^16 events.3.actor.kind: "robot" is none of/),
      expect.stringMatching(/^17 events.3.at: is no known field$/),
    ]);
  });

  test('an unknown topic or row shape is a fault among the others', () => {
    const faults = faultsOf(TICKETS.replace('tickets', 'mails').replace('row: event', 'row: each'));
    expect(faults).toEqual([
      expect.stringMatching(/^3 topic: .*tickets/),
      expect.stringMatching(/^4 row: .*event/),
    ]);
  });

  test('a placeholder without quotes, which YAML takes for a map, is explained', () => {
    expect(faultsOf(`${TICKETS}queue: {Team}`)).toEqual(
      expect.arrayContaining([expect.stringContaining('needs quotes: "{Column}"')]),
    );
  });

  test('several of them, after which nothing is read as it was meant, are the one fault', () => {
    const faults = faultsOf(TICKETS.replace('at: When', 'at: {Day} {Rang}'));
    expect(faults).toEqual([expect.stringMatching(/^7 YAML: .*; a text .* needs quotes: "\{Column\}"$/)]);
  });

  test('a row a conversation needs a time of opening, and one for each event', () => {
    const faults = faultsOf(TICKETS.replace('row: event', 'row: conversation').replace('at: When\n', ''));
    expect(faults).toEqual([
      expect.stringMatching(/opened_at: is missing/),
      expect.stringMatching(/events.0.at: is missing/),
    ]);
  });

  test('a time put together needs its braces closed, and a clock what it follows', () => {
    const times = `id: desk
topic: chats
row: conversation
time: { zone: UTC }
conversation: "{Call}"
opened_at: "{Day} {Rang"
channel: voice
events:
  - { event: started, at: { clock: Rang } }
  - { event: queued, at: { column: Rang, clock: Rang, after: Rang } }
  - { event: answered, at: { column: Answered, after: Rang } }
  - { event: ended, at: { clock: Ended, after: ["{Day} {Answered}", "{Day} {}"] } }
`;
    expect(faultsOf(times)).toEqual([
      '6 opened_at: each { needs a column name and a }',
      expect.stringMatching(/^9 events.0.at.clock: has no day: say with `after`/),
      expect.stringMatching(/^10 events.1.at.column: give either column or clock/),
      expect.stringMatching(/^11 events.2.at.after: is for a clock/),
      expect.stringMatching(/^12 events.3.at.after.*: each { needs a column name/),
    ]);
  });

  test('`on` needs an activity column', () => {
    const withOn = `${TICKETS}  - { event: deleted, on: Delete }\n`;
    expect(faultsOf(withOn)).toEqual([expect.stringMatching(/^12 events.1.on: is no known field$/)]);
    expect(faultsOf(`${withOn}activity: { column: What }\n`)).toEqual([]);
  });

  test('broken YAML, duplicate keys and an empty file are told, not thrown about', () => {
    expect(faultsOf(`${TICKETS}queue: "x`)).toHaveLength(1);
    expect(faultsOf(`${TICKETS}id: again`)).toEqual([
      expect.stringMatching(/^12 YAML: Map keys must be unique/),
    ]);
    expect(faultsOf('')).not.toEqual([]);
    expect(faultsOf('- a list')).not.toEqual([]);
  });

  test('reads a file, and says so where there is none', () => {
    const path = join(temporaryFolder(), 'mapping.yaml');
    expect(() => loadMapping(path)).toThrow(expect.objectContaining({ code: 'MAPPING_UNREADABLE' }));
    writeFileSync(path, TICKETS);
    expect(loadMapping(path).id).toBe('desk');
  });
});
