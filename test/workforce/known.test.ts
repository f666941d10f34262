import { describe, expect, it } from 'vitest';
import { parseContactCenter } from '../../services/center/contact-center.ts';
import { knownDays } from '../../services/workforce/forecast/known.ts';

const center = parseContactCenter(
  `
calendars:
  berlin: { zone: Europe/Berlin, weekly: { mon: [09:00-17:00] }, holidays: { country: DE, region: BE } }
  shanghai: { zone: Asia/Shanghai, weekly: { mon: [09:00-17:00] }, holidays: { country: CN } }
defaultCalendar: berlin
queues: [{ id: billing }, { id: orders, calendar: shanghai }]
workforce:
  events:
    - { name: Sale, from: 2026-03-02, to: 2026-03-03, change: 0.4, queue: billing }
    - { name: Move, from: 2026-03-03, change: -0.5 }
    - { name: Outage, from: 2026-03-04, change: 1, channel: [voice, chat] }
`,
  'test.yaml',
);
const DATES = { from: '2025-11-01', ahead: '2026-03-01', to: '2027-01-31' };
const known = (queue: string | null, channel: string | null, filters = {}) =>
  knownDays(center, { queue, channel }, filters, DATES);

describe('what is known of the days of a series', () => {
  it('multiplies the events that it is wholly about', () => {
    const { factor } = known('billing', 'voice');
    const days = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'];
    expect(days.map(factor)).toEqual([1, 1.4, 0.7, 2, 1]);
    expect(known('orders', 'email').factor('2026-03-03')).toBe(0.5);
  });

  it('names them', () => {
    const named = known('billing', 'voice').notes.filter(({ kind }) => kind === 'event');
    expect(named.map(({ from, to, text }) => [from, to, text])).toEqual([
      ['2026-03-02', '2026-03-03', 'Sale: +40 %, as the configuration says'],
      ['2026-03-03', '2026-03-03', 'Move: -50 %, as the configuration says'],
      ['2026-03-04', '2026-03-04', 'Outage: +100 %, as the configuration says'],
    ]);
  });

  it('notes those that are about a part of it, and leaves out those about others', () => {
    const texts = ({ notes }: ReturnType<typeof known>) =>
      notes.filter(({ kind }) => kind === 'event-in-part').map(({ text }) => text.split(' ')[0]);
    expect(texts(known(null, null))).toEqual(['Sale', 'Outage']);
    expect(texts(known(null, 'voice', { queue: ['billing', 'orders'] }))).toEqual(['Sale']);
    expect(texts(known(null, 'email', { queue: ['billing'] }))).toEqual([]);
    expect(known(null, null, { queue: ['billing'], channel: ['voice'] }).factor('2026-03-02')).toBe(1.4);
  });

  it('has the special days of the calendar of the queue', () => {
    expect(known('billing', null).special.get('2026-03-08')?.kind).toBe('closed');
    expect(known('orders', null).special.get('2026-02-14')?.kind).toBe('working');
    // Of several queues with different calendars: of the default one.
    expect(known(null, null).special.get('2026-02-14')?.kind).toBe('observed');
  });

  it('notes years whose holidays nobody knows yet', () => {
    const notes = known('orders', null).notes.filter(({ kind }) => kind === 'unknown-holidays');
    expect(notes).toHaveLength(1);
    expect(notes[0]!.text).toContain('2027');
    expect(known('billing', null).notes.some(({ kind }) => kind === 'unknown-holidays')).toBe(false);
  });
});
