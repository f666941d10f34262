import { DateTime } from 'luxon';
import type { DatedChange } from '../../center/changes.ts';
import type { SpecialDay } from '../../domain/calendar/special-day.ts';
import type { Metric } from '../../metrics/definition/metric.ts';
import { FIRST_CONTACT_WINDOW_MS } from '../../metrics/definition/windows.ts';
import type { Comparison } from './comparison.ts';
import type { Side } from './figures.ts';
import { lengthOf, type Period } from './periods.ts';

/** Why a difference may be none of what was changed. */
export type WarningKind =
  | 'lengths'
  | 'weekdays'
  | 'special_days'
  | 'events'
  | 'other_changes'
  | 'overlap'
  | 'not_over'
  | 'few_cases'
  | 'provisional'
  | 'days_vary'
  | 'days_depend'
  | 'no_test'
  | 'trend'
  | 'season';

export interface Warning {
  readonly kind: WarningKind;
  readonly text: string;
}

/** What is known of the days of a center. Dates are `YYYY-MM-DD` on the clocks of the zone. */
export interface KnownDays {
  readonly specialDays: ReadonlyMap<string, SpecialDay>;
  readonly events: readonly { readonly name: string; readonly from: string; readonly to: string }[];
  readonly changes: readonly DatedChange[];
  /** The change that is asked about: it is no other. */
  readonly asked: string | null;
}

/** What is to be said of the two sides, whatever the metric. @param now UTC ms */
export function warningsOfSides(a: Side, b: Side, zone: string, now: number, known: KnownDays): Warning[] {
  return [
    lengths(a, b, zone),
    weekdays(a, b, zone),
    inOneOnly('special_days', 'special days', specialDaysIn(a, zone, known), specialDaysIn(b, zone, known)),
    inOneOnly('events', 'known events', eventsIn(a, zone, known), eventsIn(b, zone, known)),
    otherChanges(a, b, known),
    overlap(a, b),
    Math.max(a.to, b.to) > now
      ? warning('not_over', 'a period reaches into the future; days are compared as far as they are over')
      : null,
  ].flatMap((one) => one ?? []);
}

/** What is to be said of one metric. */
export function warningsOfMetric(
  metric: Metric,
  sides: readonly [Side, Side],
  found: Pick<Comparison, 'compared' | 'varies' | 'few'>,
  now: number,
): Warning[] {
  const last = Math.max(...sides.map(({ to }) => to));
  return [
    found.compared === null
      ? warning('no_test', 'there is no test of this figure: the difference may be chance')
      : null,
    found.compared !== null && found.few.length > 0
      ? warning('few_cases', `${found.few.join(' and ')}: too few ${found.compared} to tell anything`)
      : null,
    metric.kind === 'fcr' && last + FIRST_CONTACT_WINDOW_MS > now
      ? warning('provisional', 'not all conversations have had their 7 days yet: the later figure will fall')
      : null,
    found.varies
      ? warning(
          'days_vary',
          found.compared === 'cases'
            ? 'days vary more than cases explain: a test of cases finds too much, see by=days'
            : `days vary more than cases explain: ${found.compared} are compared`,
        )
      : null,
    metric.kind === 'depth' && found.compared === 'days'
      ? warning(
          'days_depend',
          'what is open on one day is mostly open on the next: the interval is too narrow',
        )
      : null,
  ].flatMap((one) => one ?? []);
}

const warning = (kind: WarningKind, text: string): Warning => ({ kind, text });

const isSame = (a: Period, b: Period) => a.from === b.from && a.to === b.to;

function lengths(a: Side, b: Side, zone: string): Warning | null {
  const [one, other] = [lengthOf(a, zone), lengthOf(b, zone)].map((days) => Number(days.toFixed(2)));
  return one === other ? null : warning('lengths', `a has ${one} days, b has ${other}`);
}

/** Of how many days of each weekday a period has a part, by weekday from Monday. */
function weekdaysOf(period: Period, zone: string): number[] {
  const counts = [0, 0, 0, 0, 0, 0, 0];
  for (const day of datesOf(period, zone)) counts[day.weekday - 1]! += 1;
  return counts;
}

function weekdays(a: Side, b: Side, zone: string): Warning | null {
  if (isSame(a, b)) return null;
  const [ofA, ofB] = [weekdaysOf(a, zone), weekdaysOf(b, zone)];
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const [allA, allB] = [total(ofA), total(ofB)];
  const other = ofA.flatMap((count, i) => (count * allB === ofB[i]! * allA ? [] : [i]));
  if (other.length === 0) return null;
  const told = other.map((i) => `${NAMES[i]} ${ofA[i]} and ${ofB[i]}`).join(', ');
  return warning('weekdays', `the weekdays are mixed otherwise in a and b: ${told}`);
}

const NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

function inOneOnly(kind: WarningKind, words: string, a: string[], b: string[]): Warning | null {
  const only = (those: string[], others: string[]) => [
    ...new Set(those.filter((one) => !others.includes(one))),
  ];
  const told = [['a', only(a, b)] as const, ['b', only(b, a)] as const].flatMap(([side, names]) =>
    names.length === 0 ? [] : `${side}: ${names.join(', ')}`,
  );
  return told.length === 0 ? null : warning(kind, `${words} in one period only; ${told.join('; ')}`);
}

/** A day that closes nothing is like any other. */
const specialDaysIn = (period: Period, zone: string, { specialDays }: KnownDays) =>
  datesOf(period, zone).flatMap((day) => {
    const special = specialDays.get(day.toISODate()!);
    return special === undefined || special.kind === 'observed' ? [] : special.name;
  });

function eventsIn(period: Period, zone: string, { events }: KnownDays): string[] {
  const days = datesOf(period, zone).map((day) => day.toISODate()!);
  const [first, last] = [days[0]!, days.at(-1)!];
  return events.filter(({ from, to }) => from <= last && to >= first).map(({ name }) => name);
}

function otherChanges(a: Side, b: Side, { changes, asked }: KnownDays): Warning | null {
  if (isSame(a, b)) return null;
  const [from, to] = [Math.min(a.from, b.from), Math.max(a.to, b.to)];
  // A change between the two periods is what they are compared for.
  const within = (at: number) => [a, b].some((period) => at > period.from && at < period.to);
  const names = changes
    .filter(({ name, at, until }) => name !== asked && at < to && (until ?? at) >= from)
    .filter(({ at, until }) => within(at) || (until !== null && within(until)))
    .map(({ name }) => name);
  return names.length === 0
    ? null
    : warning('other_changes', `also changed in one of the periods: ${names.join(', ')}`);
}

function overlap(a: Side, b: Side): Warning | null {
  if (a.from >= b.to || b.from >= a.to) return null;
  const dimensions = new Set([...Object.keys(a.filters), ...Object.keys(b.filters)]) as Set<
    keyof Side['filters']
  >;
  const apart = [...dimensions].some((name) => {
    const [ofA, ofB] = [a.filters[name], b.filters[name]];
    return ofA && ofB && !ofA.some((value) => ofB.includes(value));
  });
  if (apart) return null;
  return warning('overlap', 'a and b have time and cases in common: they are not independent');
}

/** The dates of which a period has a part. */
function datesOf({ from, to }: Period, zone: string): DateTime[] {
  const dates: DateTime[] = [];
  const begin = DateTime.fromMillis(from, { zone }).startOf('day');
  for (let i = 0; ; i++) {
    const day = begin.plus({ days: i }).startOf('day');
    if (day.toMillis() >= to) return dates;
    dates.push(day);
  }
}
