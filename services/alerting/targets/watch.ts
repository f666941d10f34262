import type { TargetRule } from '../../center/config/alerting/rules.ts';
import { type Alert, alertId, moved } from '../alert.ts';
import type { Book } from '../book.ts';
import type { Horizon } from './progress.ts';
import { isAbout, type Target, targetKey } from './target.ts';
import { type CalendarOf, warnAt } from './warn-at.ts';

/** An alert that leaves this long after its time is marked late: something stood in the way. */
const LATE_MS = 5_000;

export interface TargetWatchOptions {
  rules: readonly TargetRule[];
  calendarOf: CalendarOf;
  /** What came due longer ago is not told, ms. */
  maxAgeMs: number;
}

/** What a survey can see. */
export interface Sight {
  /** A survey that is not complete ends nothing: a target that it lacks may be there all the same. */
  isComplete: boolean;
  /**
   * UTC ms: all that Kafka had before is in the survey. What was decided later, ahead of storage, is not ended by it: it
   * may not know of it yet.
   */
  storedUntil: number;
}

/** Decides which targets are to be told of. Changes the book and gives the transitions. */
export interface TargetWatch {
  /** UTC ms at which rules say something about a target. */
  timesOf(target: Target): number[];
  /** Of targets of which a time has come. */
  due(targets: readonly Target[], horizon: Horizon, now: number): Alert[];
  /** Of all running targets and those missed lately: what came late, warnings, and what is over. */
  survey(targets: readonly Target[], horizon: Horizon, now: number, sight: Sight): Alert[];
}

export function createTargetWatch(
  book: Book,
  { rules, calendarOf, maxAgeMs }: TargetWatchOptions,
): TargetWatch {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  /** UTC ms: what was due before is decided, from storage or ahead of it. */
  let decidedUntil = Number.NEGATIVE_INFINITY;

  /** UTC ms at which the rule says something about the target. */
  function timeOf(rule: TargetRule, target: Target): number {
    return rule.kind === 'sla_breach' ? target.dueAt : warnAt(rule, target, calendarOf);
  }

  function fire(rule: TargetRule, target: Target, horizon: Horizon, now: number): Alert | null {
    if (!isAbout(rule, target)) return null;
    // What is missed already needs no warning.
    if (rule.kind === 'sla_warning' && target.dueAt <= decidedUntil) return null;
    const beganAt = timeOf(rule, target);
    if (beganAt > horizon.until || beganAt <= now - maxAgeMs) return null;
    const about = targetKey(target);
    const known = book.get(rule.id, about);
    // Told already, but for a target that was given more time since, and missed that too.
    if (known !== undefined && (known.state === 'firing' || known.beganAt >= beganAt)) return null;
    const alert = firstOf(rule, target, beganAt, horizon, now);
    book.put(about, alert);
    return alert;
  }

  /** Why an alert is over; null while it is not. */
  function over(alert: Alert, target: Target | undefined, horizon: Horizon): string | null {
    const rule = byId.get(alert.rule);
    if (rule === undefined) return 'rule_removed';
    if (target === undefined) return 'ended';
    if (target.state === 'breached') return 'fulfilled';
    if (rule.kind === 'sla_warning' && target.dueAt <= horizon.until) return 'breached';
    const at = timeOf(rule, target);
    return at > alert.beganAt && at > horizon.until ? 'moved' : null;
  }

  function isUnseen({ changedAt, unconfirmed }: Alert, { storedUntil }: Sight): boolean {
    // Nobody had all of it when it was decided that something is unconfirmed: what comes to be stored says more.
    return !unconfirmed && changedAt > storedUntil;
  }

  return {
    timesOf: (target) => rules.flatMap((rule) => (isAbout(rule, target) ? [timeOf(rule, target)] : [])),
    due(targets, horizon, now) {
      decidedUntil = Math.max(decidedUntil, horizon.until);
      const fired: Alert[] = [];
      for (const rule of rules) {
        for (const target of targets) {
          const alert = fire(rule, target, horizon, now);
          if (alert !== null) fired.push(alert);
        }
      }
      return fired;
    },
    survey(targets, horizon, now, sight) {
      decidedUntil = Math.max(decidedUntil, horizon.until);
      const transitions: Alert[] = [];
      const found = new Map(targets.map((target) => [targetKey(target), target]));
      for (const [about, alert] of book.open()) {
        if (!alert.kind.startsWith('sla_')) continue;
        const target = found.get(about);
        if (byId.has(alert.rule) && isUnseen(alert, sight)) continue;
        if (target === undefined && !sight.isComplete) continue;
        const reason = over(alert, target, horizon);
        if (reason === null) continue;
        const resolved = moved(alert, 'resolved', reason, now);
        book.put(about, resolved);
        transitions.push(resolved);
      }
      for (const rule of rules) {
        for (const target of targets) {
          if (target.state === 'breached' && rule.kind === 'sla_warning') continue;
          const alert = fire(rule, target, horizon, now);
          if (alert !== null) transitions.push(alert);
        }
      }
      return transitions;
    },
  };
}

/** The first state of an alert of a target: it fires. */
export function firstOf(
  rule: TargetRule,
  target: Target,
  beganAt: number,
  horizon: Horizon,
  now: number,
): Alert {
  const { dueAt: _, state: __, budgetMs, spentMs: ___, ...subject } = target;
  return {
    ...subject,
    id: alertId(rule.id, target.stream, target.conversationId, target.seq, beganAt),
    version: 1,
    rule: rule.id,
    kind: rule.kind,
    severity: rule.severity,
    state: 'firing',
    beganAt,
    changedAt: now,
    reason: 'due',
    late: now - beganAt > LATE_MS,
    unconfirmed: beganAt > horizon.confirmedUntil,
    value: null,
    threshold: budgetMs,
    labels: rule.labels,
    title: rule.title ?? rule.id,
    runbook: rule.runbook ?? '',
  };
}
