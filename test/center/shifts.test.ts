import { describe, expect, test } from 'vitest';
import { parseContactCenter } from '../../services/center/contact-center.ts';
import { FaultsError } from '../../services/lib/errors.ts';

const parse = (shifts: string) =>
  parseContactCenter(`workforce:\n  shifts: ${shifts}\n`, 'center.yaml').workforce.shifts;

function told(shifts: string): string[] {
  try {
    parse(shifts);
  } catch (error) {
    if (error instanceof FaultsError) return error.faults.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

describe('shifts in a configuration', () => {
  test('have defaults for all but the patterns', () => {
    const nothing = parseContactCenter('', 'center.yaml').workforce.shifts;
    expect(nothing).toEqual({ patterns: [], agents: [], rest: 39_600_000, mostShifts: 5, mostDaysInARow: 6 });
    expect(parse('{ patterns: [{ id: early, starts: ["07:00"], length: 8h }] }').patterns).toEqual([
      {
        id: 'early',
        starts: [420],
        length: 28_800_000,
        breaks: [],
        days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
        cost: 1,
      },
    ]);
  });

  test('begin at times one by one, or every so often up to the last', () => {
    const { patterns } = parse(
      '{ patterns: [{ id: early, starts: { from: "07:00", to: "08:20", every: 30m }, length: 8h }] }',
    );
    expect(patterns[0]!.starts).toEqual([420, 450, 480]);
  });

  test('say all that is wrong with them', () => {
    expect(
      told(`{ patterns: [
        { id: a, starts: ["25:00"], length: 25h },
        { id: b, starts: { from: "09:00", to: "08:00", every: 1m }, length: 4h },
        { id: c, starts: ["09:00"], length: 4h, breaks: [{ length: 1h, after: 1h, before: 1h30m }] },
        { id: d, starts: ["09:00"], length: 4h, cost: 0, breaks: [{ length: 15m, after: 1h, before: 2h }, { length: 15m, after: 1h, before: 5h }] }
      ], agents: [{ hours: 8-18, away: [{ from: 2026-12-31, to: 2026-12-24 }], mostShifts: 8 }] }`),
    ).toEqual([
      'workforce.shifts.patterns[0].starts[0]: must be a time such as 07:30',
      'workforce.shifts.patterns[0].length: must be a day at most',
      'workforce.shifts.patterns[1].starts.every: must be whole minutes, 5m or more',
      'workforce.shifts.patterns[1].starts.to: must not be before from',
      'workforce.shifts.patterns[2].breaks[0].before: leaves no room for the break: it must be at least after + length',
      'workforce.shifts.patterns[3].cost: Too small: expected number to be >0',
      'workforce.shifts.patterns[3].breaks[1].before: must not be after the end of the shift',
      'workforce.shifts.patterns[3].breaks[1].after: must not be before the window of the break before it is over',
      'workforce.shifts.agents[0].hours: must be hours such as 08:00-18:00',
      'workforce.shifts.agents[0].away[0].to: must not be before from',
      'workforce.shifts.agents[0].mostShifts: Too big: expected number to be <=7',
    ]);
  });

  test('name what is there', () => {
    const early = '{ id: early, starts: ["07:00"], length: 8h }';
    expect(
      told(
        `{ patterns: [${early}, ${early}], agents: [{ agent: x, team: y, queue: z, patterns: [early, late] }] }`,
      ),
    ).toEqual([
      'workforce.shifts.patterns[1].id: early is there twice',
      'workforce.shifts.agents[0].agent: there is no agent x',
      'workforce.shifts.agents[0].team: there is no team y',
      'workforce.shifts.agents[0].queue: there is no queue z',
      'workforce.shifts.agents[0].patterns: there is no pattern late',
    ]);
  });
});
