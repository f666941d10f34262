import { CHANNELS } from '../../domain/timeline/timeline.ts';
import { labelNames } from './alerting/labels.ts';
import type { AlertRule } from './alerting/rules.ts';
import { SUBJECTS, type Subject, subjectsOf } from './alerting/subjects.ts';
import { GOAL_OF, keyOfGoal } from './goal.ts';
import type { ScorecardMetric } from './scorecards.ts';
import type { ContactCenter, PlacedFault, Sections } from './sections.ts';

/** Pushes what the entries of a configuration say wrongly of each other: ids given twice, names of nothing. */
export function checkReferences(sections: Sections, faults: PlacedFault[]): void {
  const { center, lists } = sections;
  checkIds(sections, faults);

  const refer = referrer(sections, faults);
  refer('calendar', center.defaultCalendar, 'defaultCalendar');
  center.queues.forEach((queue, i) => {
    refer('team', queue.team, 'queues', lists.queues.places[i]!, 'team');
    refer('calendar', queue.calendar, 'queues', lists.queues.places[i]!, 'calendar');
  });
  center.agents.forEach((agent, i) => {
    refer('team', agent.team, 'agents', lists.agents.places[i]!, 'team');
    for (const queue of agent.queues ?? [])
      refer('queue', queue, 'agents', lists.agents.places[i]!, 'queues');
  });
  center.goals.forEach((goal, i) => {
    for (const of of GOAL_OF) refer(of, goal[of], 'goals', lists.goals.places[i]!, of);
  });
  center.scorecards.forEach(({ teams, metrics }, i) => {
    const place = lists.scorecards.places[i]!;
    for (const team of teams ?? []) refer('team', team, 'scorecards', place, 'teams');
    metrics.forEach((one, j) => {
      const fault = goalFault(one, center.goals, lists.goals.total);
      if (fault !== null)
        faults.push({ path: ['scorecards', place, 'metrics', j, fault.field], message: fault.message });
    });
  });
  center.policies.forEach(({ when, targets }, i) => {
    const place = lists.policies.places[i]!;
    for (const queue of when.queue) refer('queue', queue, 'policies', place, 'when', 'queue');
    targets.forEach((target, j) => {
      refer('calendar', target.calendar, 'policies', place, 'targets', j, 'calendar');
      if (targets.findIndex(({ metric }) => metric === target.metric) < j) {
        faults.push({
          path: ['policies', place, 'targets', j, 'metric'],
          message: `there is a target on ${target.metric} already`,
        });
      }
    });
  });
  center.workforce.events.forEach((event, i) => {
    for (const queue of event.queue) refer('queue', queue, 'workforce', 'events', i, 'queue');
  });
  center.workforce.staffing.forEach((entry, i) => {
    for (const queue of entry.queue) refer('queue', queue, 'workforce', 'staffing', i, 'queue');
  });
  center.changes.forEach((change, i) => {
    const place = lists.changes.places[i]!;
    for (const queue of change.queue) refer('queue', queue, 'changes', place, 'queue');
    for (const team of change.team) refer('team', team, 'changes', place, 'team');
  });
  checkShifts(center, refer, faults);
  checkRules(sections, refer, faults);
  checkRoutes(sections, refer, faults);
  checkLabels(sections, faults);
}

/** What a metric of a scorecard that names no goal lacks in those of `goals`. While one cannot be read nobody knows. */
function goalFault(
  { metric, points, goal, floor }: ScorecardMetric,
  goals: ContactCenter['goals'],
  total: number,
): { field: string; message: string } | null {
  if (points !== 'linear' || goal !== undefined || goals.length < total) return null;
  const found = goals.filter((one) => one.metric === metric);
  if (found.length === 0)
    return { field: 'goal', message: `there is no goal for ${metric}, neither here nor in goals` };
  const isBeyond = found.some(({ direction, target }) =>
    direction === 'at_least' ? floor! > target : floor! < target,
  );
  return isBeyond ? { field: 'floor', message: 'must not be better than the goal' } : null;
}

type Refer = (kind: Subject | 'calendar', name: string | undefined, ...path: PropertyKey[]) => void;

function referrer({ lists, calendars }: Sections, faults: PlacedFault[]): Refer {
  const known: Record<Subject | 'calendar', ReadonlySet<string>> = {
    team: new Set(lists.teams.declared),
    queue: new Set(lists.queues.declared),
    agent: new Set(lists.agents.declared),
    policy: new Set(lists.policies.declared),
    calendar: new Set(calendars),
  };
  return (kind, name, ...path) => {
    if (name !== undefined && !known[kind].has(name))
      faults.push({ path, message: `there is no ${kind} ${name}` });
  };
}

function checkShifts({ workforce }: ContactCenter, refer: Refer, faults: PlacedFault[]): void {
  const { patterns, agents } = workforce.shifts;
  const path = ['workforce', 'shifts'];
  const known = patterns.map(({ id }) => id);
  known.forEach((id, i) => {
    if (known.indexOf(id) < i)
      faults.push({ path: [...path, 'patterns', i, 'id'], message: `${id} is there twice` });
  });
  agents.forEach((entry, i) => {
    const place = [...path, 'agents', i];
    for (const kind of ['agent', 'team', 'queue'] as const)
      for (const name of entry[kind] ?? []) refer(kind, name, ...place, kind);
    for (const id of entry.patterns ?? []) {
      if (!known.includes(id))
        faults.push({ path: [...place, 'patterns'], message: `there is no pattern ${id}` });
    }
  });
}

/**
 * Names in rules. A configuration that lists no queues at all, or no teams, lets events name them as they come: there
 * a rule may do so too. One that lists them is asked for the name, as it would never fire otherwise.
 */
function checkRules({ center, lists, alerting }: Sections, refer: Refer, faults: PlacedFault[]): void {
  const total: Record<Subject, number> = {
    team: lists.teams.total,
    queue: lists.queues.total,
    agent: lists.agents.total,
    policy: lists.policies.total,
  };
  center.alerting.rules.forEach((rule, i) => {
    const place = ['alerting', 'rules', alerting.rules.places[i]!];
    refer('calendar', rule.during, ...place, 'during');
    for (const kind of SUBJECTS) {
      if (total[kind] === 0) continue;
      for (const { name, path } of subjectsOf(rule, kind)) refer(kind, name, ...place, ...path);
    }
    for (const { message, path } of channelFaults(rule)) faults.push({ path: [...place, ...path], message });
  });
}

function channelFaults(rule: AlertRule): PlacedFault[] {
  if (rule.kind !== 'no_data' || rule.by !== 'channel') return [];
  return rule.of
    .filter((name) => !(CHANNELS as readonly string[]).includes(name))
    .map((name) => ({
      path: ['of'],
      message: `there is no channel ${name}; there are ${CHANNELS.join(', ')}`,
    }));
}

function checkRoutes({ center, alerting }: Sections, refer: Refer, faults: PlacedFault[]): void {
  const channels = new Set(alerting.channels.declared);
  center.alerting.routes.forEach((route, i) => {
    const place = alerting.routes.places[i]!;
    const path = ['alerting', 'routes', place];
    refer('calendar', route.during, ...path, 'during');
    route.channels.forEach((name, j) => {
      if (!channels.has(name))
        faults.push({ path: [...path, 'channels', j], message: `there is no channel ${name}` });
    });
    if (route.escalateAfter !== undefined && place === alerting.routes.total - 1) {
      faults.push({
        path: [...path, 'escalateAfter'],
        message: 'there is no route after it to escalate to',
      });
    }
  });
}

/**
 * Labels that routes and inhibitions go by: one that no alert has matches nothing. While a rule cannot be read nobody
 * knows which labels it gives.
 */
function checkLabels({ center, alerting }: Sections, faults: PlacedFault[]): void {
  const { rules, routes, inhibit } = center.alerting;
  if (rules.length === 0 || rules.length < alerting.rules.total) return;
  const known = labelNames(rules);
  const look = (names: readonly string[], ...path: PropertyKey[]) => {
    for (const name of names.filter((each) => !known.has(each)))
      faults.push({
        path: ['alerting', ...path],
        message: `no alert has the label ${name}; there are ${[...known].join(', ')}`,
      });
  };
  routes.forEach(({ match, group }, i) => {
    look(Object.keys(match), 'routes', alerting.routes.places[i]!, 'match');
    look(group?.by ?? [], 'routes', alerting.routes.places[i]!, 'groupBy');
  });
  inhibit.forEach(({ source, target }, i) => {
    look(Object.keys(source), 'inhibit', alerting.inhibit.places[i]!, 'source');
    look(Object.keys(target), 'inhibit', alerting.inhibit.places[i]!, 'target');
  });
}

function checkIds({ center, lists, alerting }: Sections, faults: PlacedFault[]): void {
  for (const kind of ['teams', 'queues', 'agents', 'policies', 'scorecards'] as const)
    faults.push(...repeatedIds(center[kind], lists[kind].places, [kind]));
  for (const kind of ['rules', 'channels'] as const)
    faults.push(...repeatedIds(center.alerting[kind], alerting[kind].places, ['alerting', kind]));
  faults.push(...repeatedGoals(center, lists.goals.places));
  faults.push(...repeatedChanges(center, lists.changes.places));
}

function repeatedIds(
  entries: readonly { id: string }[],
  places: readonly number[],
  path: readonly PropertyKey[],
): PlacedFault[] {
  const seen = new Set<string>();
  return entries.flatMap(({ id }, i) => {
    if (seen.has(id)) return [{ path: [...path, places[i]!, 'id'], message: `${id} is there twice` }];
    seen.add(id);
    return [];
  });
}

function repeatedGoals({ goals }: ContactCenter, places: readonly number[]): PlacedFault[] {
  const keys = new Set<string>();
  const ids = new Set<string>();
  return goals.flatMap((goal, i) => {
    const path = ['goals', places[i]!];
    const key = keyOfGoal(goal);
    if (keys.has(key)) return [{ path, message: `${goal.metric} has this goal twice` }];
    keys.add(key);
    if (ids.has(goal.id)) return [{ path: [...path, 'id'], message: `${goal.id} is there twice` }];
    ids.add(goal.id);
    return [];
  });
}

function repeatedChanges({ changes }: ContactCenter, places: readonly number[]): PlacedFault[] {
  return changes.flatMap(({ name }, i) =>
    changes.findIndex((other) => other.name === name) < i
      ? [{ path: ['changes', places[i]!, 'name'], message: `${name} is there twice` }]
      : [],
  );
}
