import { describe, expect, it } from 'vitest';
import { parseContactCenter } from '../../services/center/contact-center.ts';
import { specialDaysOfQueues } from '../../services/workforce/special-days.ts';

const center = (more: string) =>
  parseContactCenter(
    `calendars:
  germany: { zone: Europe/Berlin, weekly: 24x7, holidays: { country: DE } }
  england: { zone: Europe/London, weekly: 24x7, holidays: { country: GB, region: ENG } }
queues: [{ id: a, calendar: england }, { id: b, calendar: england }, { id: c, calendar: germany }, { id: d }]
${more}`,
    'center.yaml',
  );

/** Whose day it is: the summer bank holiday is England's, that of unity Germany's. */
function whose(queues: string[], more = 'defaultCalendar: germany') {
  const { byDate } = specialDaysOfQueues(center(more), queues, 2026, 2026);
  return [byDate.get('2026-08-31')?.name, byDate.get('2026-10-03')?.name].filter(Boolean);
}

describe('the special days of queues', () => {
  it.each([
    ['are those of their calendar', ['a'], ['Summer bank holiday']],
    ['are those of the calendar that they share', ['a', 'b'], ['Summer bank holiday']],
    ['are those of the default where they differ', ['a', 'c'], ['National Holiday']],
    ['are those of the default where a queue names none', ['d'], ['National Holiday']],
    ['are those of the default where nobody lists the queue', ['unlisted'], ['National Holiday']],
    ['are those of the default for all of them', [], ['National Holiday']],
  ])('%s', (_, queues, names) => {
    expect(whose(queues)).toEqual(names);
  });

  it('are none without any calendar', () => {
    expect(whose([], '')).toEqual([]);
    expect(whose(['d'], '')).toEqual([]);
  });
});
