import { describe, expect, it } from 'vitest';
import { changesOf } from '../../../services/center/changes.ts';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { FaultsError } from '../../../services/lib/errors.ts';

const OFFICE = 'defaultCalendar: office\ncalendars: { office: { zone: America/New_York, weekly: 24x7 } }\n';

function faultsOf(text: string): string[] {
  try {
    parseContactCenter(text, 'center.yaml');
  } catch (error) {
    if (error instanceof FaultsError) return error.faults.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

describe('changes', () => {
  it('are on the clocks of the center unless they say otherwise, the first first', () => {
    const center = parseContactCenter(
      `${OFFICE}changes:
  - { name: new routing, at: 2026-05-03, channel: voice }
  - { name: trial, at: 2026-03-01T08:30, until: 2026-04-01T00:00Z }`,
      'center.yaml',
    );
    const iso = (at: number | null) => at && new Date(at).toISOString();
    expect(changesOf(center).map(({ name, at, until }) => [name, iso(at), iso(until)])).toEqual([
      ['trial', '2026-03-01T13:30:00.000Z', '2026-04-01T00:00:00.000Z'],
      ['new routing', '2026-05-03T04:00:00.000Z', null],
    ]);
    expect(center.changes[0]).toMatchObject({ channel: ['voice'], queue: [], team: [] });
  });

  it('have every fault told', () => {
    expect(
      faultsOf(`changes:
  - { name: '', at: soon }
  - { name: back, at: 2026-05-03, until: 2026-05-03 }
  - { name: twice, at: 2026-05-03, queue: nowhere, team: [nobody] }
  - { name: twice, at: 2026-06-03 }`),
    ).toEqual([
      'changes[0].name: must not be empty',
      'changes[0].at: must be a date, or a date and time, of ISO 8601',
      'changes[1].until: must be after at',
      'changes[2].queue: there is no queue nowhere',
      'changes[2].team: there is no team nobody',
      'changes[3].name: twice is there twice',
    ]);
  });
});
