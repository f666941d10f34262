import type { ContactCenter, PlacedFault, Sections } from './sections.ts';

/** Pushes what the entries of a configuration say wrongly of each other: ids given twice, names of nothing. */
export function checkReferences({ center, places, declared }: Sections, faults: PlacedFault[]): void {
  checkIds(center, places, faults);

  const known = {
    team: new Set(declared.teams),
    queue: new Set(declared.queues),
    agent: new Set(declared.agents),
    calendar: new Set(declared.calendars),
  };
  const refer = (kind: keyof typeof known, name: string | undefined, ...path: PropertyKey[]) => {
    if (name !== undefined && !known[kind].has(name))
      faults.push({ path, message: `there is no ${kind} ${name}` });
  };
  refer('calendar', center.defaultCalendar, 'defaultCalendar');
  center.queues.forEach((queue, i) => {
    refer('team', queue.team, 'queues', places.queues[i]!, 'team');
    refer('calendar', queue.calendar, 'queues', places.queues[i]!, 'calendar');
  });
  center.agents.forEach((agent, i) => {
    refer('team', agent.team, 'agents', places.agents[i]!, 'team');
  });
  center.goals.forEach((goal, i) => {
    refer('team', goal.team, 'goals', places.goals[i]!, 'team');
    refer('agent', goal.agent, 'goals', places.goals[i]!, 'agent');
  });
  center.policies.forEach(({ when, targets }, i) => {
    const place = places.policies[i]!;
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
  center.alerting.rules.forEach((rule, i) => {
    refer('calendar', rule.during, 'alerting', 'rules', i, 'during');
  });
  center.alerting.routes.forEach((route, i) => {
    refer('calendar', route.during, 'alerting', 'routes', i, 'during');
  });
}

function checkIds(center: ContactCenter, places: Sections['places'], faults: PlacedFault[]): void {
  for (const kind of ['teams', 'queues', 'agents', 'policies'] as const) {
    const seen = new Set<string>();
    center[kind].forEach(({ id }, i) => {
      if (seen.has(id))
        faults.push({ path: [kind, places[kind][i]!, 'id'], message: `${id} is there twice` });
      seen.add(id);
    });
  }
  const goals = new Set<string>();
  center.goals.forEach(({ metric, team, agent }, i) => {
    const key = JSON.stringify([metric, team, agent]);
    if (goals.has(key))
      faults.push({ path: ['goals', places.goals[i]!], message: `${metric} has this goal twice` });
    goals.add(key);
  });
}
