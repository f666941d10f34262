import type { TargetRule } from '../../center/config/alerting/rules.ts';
import type { ContactCenter } from '../../center/contact-center.ts';
import { businessMs } from '../../domain/calendar/business-time.ts';
import { type CompiledCalendar, compileCalendar } from '../../domain/calendar/compile.ts';
import type { Target } from './target.ts';

type Warning = Extract<TargetRule, { kind: 'sla_warning' }>;

/** The hours that count against a target; null: all of them. */
export type CalendarOf = (target: Pick<Target, 'policy' | 'metric'>) => CompiledCalendar | null;

/** Longest closed time that is looked through for the begin of what is left. */
const MAX_CLOSED_MS = 400 * 86_400_000;

/**
 * UTC ms at which a running target is to be warned of: so much of its budget is used, or so little of it is left.
 *
 * Both are counted as the target counts: in its hours, and not while it stands still. A target that had less left
 * when its clock began to run, after a pause or at all, is warned of from then on. What comes to pass while the
 * hours are over is so until they open, and is told then: somebody is there to act on it.
 */
export function warnAt(rule: Warning, target: Target, calendarOf: CalendarOf): number {
  const { budgetMs, spentMs, dueAt } = target;
  const wantedMs = rule.left ?? Math.round(budgetMs * (1 - rule.used!));
  const leftMs = Math.min(wantedMs, budgetMs - spentMs);
  const calendar = calendarOf(target);
  return calendar === null ? dueAt - leftMs : lastWithLeft(calendar, dueAt, leftMs);
}

/** The latest instant from which `leftMs` of open time pass until `dueAt`. Open time only grows backwards: bisected. */
function lastWithLeft(calendar: CompiledCalendar, dueAt: number, leftMs: number): number {
  let low = dueAt - leftMs - MAX_CLOSED_MS;
  let high = dueAt - leftMs;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (businessMs(calendar, middle, dueAt) >= leftMs) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Calendars of targets by the configuration in force. A conversation that was promised other hours is warned of by
 * these; its due time, and so its breach, is what it was promised.
 */
export function calendarsOf(center: Pick<ContactCenter, 'policies' | 'calendars'>): CalendarOf {
  const compiled = compiledCalendars(center);
  const names = new Map<string, string | undefined>(
    center.policies.flatMap((policy) =>
      policy.targets.map(({ metric, calendar }) => [`${policy.id}\n${metric}`, calendar] as const),
    ),
  );
  return ({ policy, metric }) => {
    const name = names.get(`${policy}\n${metric}`);
    return name === undefined ? null : (compiled.get(name) ?? null);
  };
}

/** The calendars of a configuration by their names. */
export function compiledCalendars({
  calendars,
}: Pick<ContactCenter, 'calendars'>): ReadonlyMap<string, CompiledCalendar> {
  return new Map(Object.entries(calendars).map(([name, definition]) => [name, compileCalendar(definition)]));
}
