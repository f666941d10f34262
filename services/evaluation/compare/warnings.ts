import { DateTime } from 'luxon';
import type { DatedChange } from '../../center/changes.ts';
import type { SpecialDay } from '../../domain/calendar/special-day.ts';
import type { Metric } from '../../metrics/definition/metric.ts';
import { FIRST_CONTACT_WINDOW_MS } from '../../metrics/definition/windows.ts';
import type { Language } from './amounts.ts';
import type { Comparison } from './comparison.ts';
import type { Side } from './figures.ts';
import { lengthOf, type Period } from './periods.ts';
import { WARNING_WORDS } from './warning-words.ts';

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
export function warningsOfSides(
  a: Side,
  b: Side,
  zone: string,
  now: number,
  known: KnownDays,
  language: Language,
): Warning[] {
  const words = WARNING_WORDS[language];
  return [
    lengths(a, b, zone, words),
    weekdays(a, b, zone, words),
    inOneOnly('special_days', specialDaysIn(a, zone, known), specialDaysIn(b, zone, known), words),
    inOneOnly('events', eventsIn(a, zone, known), eventsIn(b, zone, known), words),
    otherChanges(a, b, known, words),
    overlap(a, b) ? warning('overlap', words.overlap) : null,
    Math.max(a.to, b.to) > now ? warning('not_over', words.not_over) : null,
  ].flatMap((one) => one ?? []);
}

/** What is to be said of one metric. */
export function warningsOfMetric(
  metric: Metric,
  sides: readonly [Side, Side],
  found: Pick<Comparison, 'compared' | 'varies' | 'few'>,
  now: number,
  language: Language,
): Warning[] {
  const words = WARNING_WORDS[language];
  const last = Math.max(...sides.map(({ to }) => to));
  const { compared, few, varies } = found;
  return [
    compared === null ? warning('no_test', words.no_test) : null,
    compared !== null && few.length > 0 ? warning('few_cases', words.few_cases(few, compared)) : null,
    metric.kind === 'fcr' && last + FIRST_CONTACT_WINDOW_MS > now
      ? warning('provisional', words.provisional)
      : null,
    compared !== null && varies ? warning('days_vary', words.days_vary(compared)) : null,
    metric.kind === 'depth' && compared === 'days' ? warning('days_depend', words.days_depend) : null,
  ].flatMap((one) => one ?? []);
}

type Words = (typeof WARNING_WORDS)[Language];

const warning = (kind: WarningKind, text: string): Warning => ({ kind, text });

const isSame = (a: Period, b: Period) => a.from === b.from && a.to === b.to;

function lengths(a: Side, b: Side, zone: string, words: Words): Warning | null {
  const [one, other] = [lengthOf(a, zone), lengthOf(b, zone)].map((days) => Number(days.toFixed(2)));
  return one === other ? null : warning('lengths', words.lengths(one!, other!));
}

/** Of how many days of each weekday a period has a part, by weekday from Monday. */
function weekdaysOf(period: Period, zone: string): number[] {
  const counts = [0, 0, 0, 0, 0, 0, 0];
  for (const day of datesOf(period, zone)) counts[day.weekday - 1]! += 1;
  return counts;
}

function weekdays(a: Side, b: Side, zone: string, words: Words): Warning | null {
  if (isSame(a, b)) return null;
  const [ofA, ofB] = [weekdaysOf(a, zone), weekdaysOf(b, zone)];
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const [allA, allB] = [total(ofA), total(ofB)];
  const other = ofA.flatMap((count, weekday) =>
    count * allB === ofB[weekday]! * allA ? [] : [{ weekday, a: count, b: ofB[weekday]! }],
  );
  return other.length === 0 ? null : warning('weekdays', words.weekdays(other));
}

function inOneOnly(kind: 'special_days' | 'events', a: string[], b: string[], words: Words): Warning | null {
  const only = (those: string[], others: string[]) => [
    ...new Set(those.filter((one) => !others.includes(one))),
  ];
  const found = { a: only(a, b), b: only(b, a) };
  return found.a.length + found.b.length === 0 ? null : warning(kind, words[kind](found));
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

function otherChanges(a: Side, b: Side, { changes, asked }: KnownDays, words: Words): Warning | null {
  if (isSame(a, b)) return null;
  const [from, to] = [Math.min(a.from, b.from), Math.max(a.to, b.to)];
  // A change between the two periods is what they are compared for.
  const within = (at: number) => [a, b].some((period) => at > period.from && at < period.to);
  const names = changes
    .filter(({ name, at, until }) => name !== asked && at < to && (until ?? at) >= from)
    .filter(({ at, until }) => within(at) || (until !== null && within(until)))
    .map(({ name }) => name);
  return names.length === 0 ? null : warning('other_changes', words.other_changes(names));
}

function overlap(a: Side, b: Side): boolean {
  if (a.from >= b.to || b.from >= a.to) return false;
  const dimensions = new Set([...Object.keys(a.filters), ...Object.keys(b.filters)]) as Set<
    keyof Side['filters']
  >;
  return ![...dimensions].some((name) => {
    const [ofA, ofB] = [a.filters[name], b.filters[name]];
    return ofA && ofB && !ofA.some((value) => ofB.includes(value));
  });
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
