import type { SpecialDay, SpecialDayKind } from '../calendar/special-day.ts';
import type { Grid } from './grid.ts';
import type { Level } from './level.ts';

/** Like which day a day goes: expected values by place for a special day, or for an ordinary one of a weekday. */
export type Shapes = (special: SpecialDay | null, weekday: number) => Float64Array;

/** Logarithm of what special days seen before were above their shape. */
export type Effects = (special: SpecialDay | null) => number;

/** A day below this share of a working day is not one. */
const WORKING_SHARE = 0.5;
/** A half day lies between these shares of a working day. */
const HALF_SHARE = 0.75;
const REST_SHARE = 0.15;
/** Special days that must have been seen for what they have in common to count half; less for days of one name. */
const KIND_SHRINKAGE = 3;
const NAME_SHRINKAGE = 1;
/** Logarithms: a day was at most e^2 times as much, or as little, as one would have thought. */
const MOST_EFFECT = 2;

/**
 * A closed day goes like the week's day of rest, a half day like the day before the rest, a working day off like the mean
 * of working days.
 *
 * @param profile expected values by weekday (0 is Monday) and place
 */
export function shapesOf(profile: Float64Array, perDay: number): Shapes {
  const totals = totalsOf(profile, perDay);
  const ofWeekday = (weekday: number) => profile.subarray(weekday * perDay, (weekday + 1) * perDay);
  const quieter = (weekday: number, than: number) =>
    ofWeekday(totals[weekday]! <= totals[than]! ? weekday : than);
  const rest = restDay(totals);
  const working = workingShape(profile, totals, perDay);
  const eve = dayBeforeRest(totals, rest);
  return (special, weekday) => {
    // A holiday does not wake up a day that is quieter yet.
    if (special?.kind === 'closed') return quieter(weekday, rest);
    if (special?.kind === 'half') {
      return eve === null ? stoppedEarly(ofWeekday(weekday), ofWeekday(rest)) : quieter(weekday, eve);
    }
    const isOff = totals[weekday]! < WORKING_SHARE * medianOfWeek(totals);
    return special?.kind === 'working' && isOff ? working : ofWeekday(weekday);
  };
}

/** What special days before the origin teach: those of a name, shrunk to all of the kind. */
export function effectsOf(grid: Grid, origin: number, shapes: Shapes, level: Level): Effects {
  const seen = new Map<string, { sum: number; count: number }>();
  const add = (key: string, effect: number) => {
    const entry = seen.get(key) ?? { sum: 0, count: 0 };
    entry.sum += effect;
    entry.count++;
    seen.set(key, entry);
  };
  for (let day = 0; day < origin; day++) {
    const special = grid.specials[day];
    if (!special) continue;
    const ratio = dayRatio(grid, day, shapes(special, grid.weekdays[day]!));
    if (Number.isNaN(ratio)) continue;
    const around = grid.ordinary[day] === 1 ? level.whole[day]! : level.slow[day]!;
    const effect = Math.max(-MOST_EFFECT, Math.min(MOST_EFFECT, Math.log(ratio) - around));
    add(special.kind, effect);
    add(nameOf(special), effect);
  }
  return (special) => {
    if (special === null) return 0;
    const ofKind = seen.get(special.kind);
    // Days that close nothing have nothing in common.
    const common =
      ofKind === undefined || special.kind === 'observed' ? 0 : ofKind.sum / (ofKind.count + KIND_SHRINKAGE);
    const ofName = seen.get(nameOf(special));
    if (ofName === undefined) return common;
    return (ofName.sum + NAME_SHRINKAGE * common) / (ofName.count + NAME_SHRINKAGE);
  };
}

/** Which kinds a history has seen, for those who tell of it. */
export function seenNames(grid: Grid): Set<string> {
  const names = new Set<string>();
  for (let day = 0; day < grid.past; day++) {
    const special = grid.specials[day];
    if (special && !Number.isNaN(dayRatio(grid, day, null))) names.add(nameOf(special));
  }
  return names;
}

/** Kind and name. */
export function nameOf({ kind, name }: { kind: SpecialDayKind; name: string }): string {
  return `${kind} ${name}`;
}

/** The quietest weekday; of equals, the last of the week. */
function restDay(totals: Float64Array): number {
  let rest = 6;
  for (let weekday = 5; weekday >= 0; weekday--) if (totals[weekday]! < totals[rest]!) rest = weekday;
  return rest;
}

/** The day before the rest, where people stop early on it; null where it is like others or one of rest itself. */
function dayBeforeRest(totals: Float64Array, rest: number): number | null {
  const before = (rest + 6) % 7;
  const share = totals[before]! / medianOfWeek(totals);
  return share <= HALF_SHARE && share >= REST_SHARE && totals[before]! > totals[rest]! ? before : null;
}

function medianOfWeek(totals: Float64Array): number {
  return totals.slice().sort()[3]!;
}

function workingShape(profile: Float64Array, totals: Float64Array, perDay: number): Float64Array {
  const usual = medianOfWeek(totals);
  const values = new Float64Array(perDay);
  let count = 0;
  for (let weekday = 0; weekday < 7; weekday++) {
    if (totals[weekday]! < HALF_SHARE * usual) continue;
    for (let place = 0; place < perDay; place++) values[place]! += profile[weekday * perDay + place]!;
    count++;
  }
  return values.map((value) => value / count);
}

/** Sums by weekday. */
export function totalsOf(profile: Float64Array, perDay: number): Float64Array {
  const totals = new Float64Array(7);
  for (let i = 0; i < profile.length; i++) totals[Math.floor(i / perDay)]! += profile[i]!;
  return totals;
}

/** A weekday up to the interval that holds the middle of its contacts, then the day of rest. */
function stoppedEarly(usual: Float64Array, rest: Float64Array): Float64Array {
  let total = 0;
  for (const value of usual) total += value;
  let sum = 0;
  return usual.map((value, place) => {
    sum += value;
    return sum <= total / 2 ? value : Math.min(value, rest[place]!);
  });
}

/** Actual / expected of what is known of a day, or the actual sum without a shape; NaN where nothing is. */
function dayRatio({ values, perDay }: Grid, day: number, shape: Float64Array | null): number {
  let actual = 0;
  let expected = 0;
  let known = 0;
  for (let place = 0; place < perDay; place++) {
    const value = values[day * perDay + place]!;
    if (Number.isNaN(value)) continue;
    known++;
    actual += value;
    expected += shape === null ? 1 : shape[place]!;
  }
  return known > 0 && expected > 0 ? actual / expected : Number.NaN;
}
