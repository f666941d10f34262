import type { FigureRule } from '../../center/config/alerting/rules.ts';
import { type Alert, alertId, moved, NO_SUBJECT } from '../alert.ts';
import { type Book, isOpen } from '../book.ts';
import { type Hours, isOpen as isWithin } from '../hours.ts';
import { afterLook, type Hold, INACTIVE, type Verdict } from '../states/hold.ts';
import { EVERYTHING, type Group, groupKey, type Look, type Reading } from './reading.ts';

/** Turns looks at figures into transitions of alerts. Changes the book and gives the transitions. */
export interface FigureWatch {
  /**
   * @param at UTC ms of the look; the same look gives the same alerts, whoever takes it
   * @param hours of the rule: out of them a condition can end, but not begin
   */
  judge(rule: FigureRule, look: Look, at: number, hours: Hours): Alert[];
  /** Whether an alert of the rule is pending or firing. */
  hasOpen(rule: FigureRule): boolean;
  /** Ends the alerts of rules that are there no more. */
  sweep(rules: readonly FigureRule[], at: number): Alert[];
}

export function createFigureWatch(book: Book): FigureWatch {
  /**
   * Since when firing alerts are over. It is not stored: after a restart an alert is kept firing for its whole time
   * anew, as in Prometheus.
   */
  const overSince = new Map<string, number>();

  function holdOf(alert: Alert | undefined): Hold {
    if (alert === undefined || !isOpen(alert)) return INACTIVE;
    const since = alert.beganAt;
    if (alert.state === 'pending') return { state: 'pending', since };
    return { state: 'firing', since, overSince: overSince.get(alert.id) ?? null };
  }

  function put(alert: Alert, about: string): Alert {
    book.put(about, alert);
    return alert;
  }

  function step(rule: FigureRule, reading: Reading, at: number, hours: Hours): Alert | null {
    const about = groupKey(reading.group);
    const known = book.get(rule.id, about);
    // Stored by who led before, at a later time.
    if (known !== undefined && known.changedAt > at) return null;
    const before = holdOf(known);
    const after = afterLook(before, verdictIn(hours, reading.verdict, before, at), at, lastingOf(rule));
    if (known !== undefined) overSince.delete(known.id);
    if (after.state === 'firing' && after.overSince !== null) overSince.set(known!.id, after.overSince);
    if (after.state === before.state) return null;
    if (before.state === 'inactive') return put(firstOf(rule, reading, after, at), about);
    const { value, threshold } = reading;
    const next =
      after.state === 'inactive'
        ? moved(known!, before.state === 'firing' ? 'resolved' : 'inactive', 'recovered', at)
        : moved(known!, 'firing', reasonOf(rule), at);
    return put({ ...next, value, threshold }, about);
  }

  const openOf = (rule: FigureRule) =>
    book.open().filter(([, alert]) => alert.rule === rule.id && alert.kind === rule.kind);

  return {
    hasOpen: (rule) => openOf(rule).length > 0,
    judge(rule, { readings, absent }, at, hours) {
      const there = new Set(readings.map(({ group }) => groupKey(group)));
      const gone = openOf(rule)
        .filter(([about]) => !there.has(about))
        .map(([, alert]) => ({ ...absent, group: groupOf(alert) }));
      return [...readings, ...gone]
        .map((reading) => step(rule, reading, at, hours))
        .filter((alert) => alert !== null);
    },
    sweep(rules, at) {
      const kinds = new Map<string, string>(rules.map(({ id, kind }) => [id, kind]));
      return book.open().flatMap(([about, alert]) => {
        if (alert.kind.startsWith('sla_') || kinds.get(alert.rule) === alert.kind) return [];
        const state = alert.state === 'firing' ? 'resolved' : 'inactive';
        return [put(moved(alert, state, 'rule_removed', at), about)];
      });
    },
  };
}

/** The group that an alert of a figure is about. */
export function groupOf(alert: Alert): Group {
  const { queue, team, agent, channel, priority, customerTier, policy, labels } = alert;
  const source = alert.kind === 'no_data' ? (labels.source ?? '') : '';
  return { ...EVERYTHING, queue, team, agent, channel, priority, customerTier, policy, source };
}

/**
 * What a look says within the hours. Out of them a condition that holds is as one between its thresholds: what fires
 * goes on, nothing begins. One that waited to fire when they ended begins anew with the next look after the opening,
 * whether or not somebody looked in between.
 */
function verdictIn(hours: Hours, verdict: Verdict, before: Hold, at: number): Verdict {
  if (verdict !== 'met') return verdict;
  if (!isWithin(hours, at)) return 'kept';
  if (before.state === 'pending' && hours.after(before.since, at - before.since) > at) return 'kept';
  return 'met';
}

function lastingOf(rule: FigureRule) {
  if (rule.kind === 'no_data') return { forMs: 0, keepFiringForMs: 0 };
  return { forMs: rule.for, keepFiringForMs: rule.keepFiringFor };
}

function reasonOf(rule: FigureRule): string {
  switch (rule.kind) {
    case 'threshold':
      return rule.above === undefined ? 'below' : 'above';
    case 'surge':
      return 'unusual';
    case 'no_data':
      return 'silent';
  }
}

function firstOf(rule: FigureRule, reading: Reading, hold: Hold, at: number): Alert {
  const { source, ...subject } = reading.group;
  return {
    ...NO_SUBJECT,
    ...subject,
    metric: rule.kind === 'no_data' ? '' : rule.metric,
    id: alertId(rule.id, groupKey(reading.group), at),
    version: 1,
    rule: rule.id,
    kind: rule.kind,
    severity: rule.severity,
    state: hold.state === 'pending' ? 'pending' : 'firing',
    beganAt: at,
    changedAt: at,
    reason: reasonOf(rule),
    late: false,
    unconfirmed: false,
    value: reading.value,
    threshold: reading.threshold,
    labels: source === '' ? rule.labels : { ...rule.labels, source },
    title: rule.title ?? rule.id,
    runbook: rule.runbook ?? '',
  };
}
