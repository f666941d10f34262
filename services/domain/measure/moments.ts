import type { Timeline } from '../timeline/timeline.ts';
import type { Dimensions } from './fact.ts';

/**
 * The dimensions after each event of a timeline: `moments(t)[i]` is what holds from event i on.
 *
 * Queue, tier and team are as the event says; where it is silent the last known value holds. The agent is who
 * was last assigned or answered. A priority is set by creation and by changes of it.
 */
export function moments(timeline: Timeline): Dimensions[] {
  const result: Dimensions[] = new Array(timeline.events.length);
  let now: Dimensions = { queue: '', team: '', agent: '', priority: '', customerTier: '' };
  timeline.events.forEach((event, i) => {
    let { agent, priority } = now;
    const body = event.body;
    let queue = event.queue || now.queue;
    switch (body.type) {
      case 'created':
      case 'started':
        priority = body.priority ?? priority;
        break;
      case 'priority_changed':
        priority = body.priority;
        break;
      case 'assigned':
        agent = body.agent_id ?? '';
        break;
      case 'transferred':
        queue = body.to_queue;
        break;
      case 'queued':
        agent = '';
        break;
      case 'answered':
        if ('survey_id' in body) agent = body.agent_id ?? agent;
        else if (event.actorKind === 'agent') agent = event.actorId;
        break;
      case 'sent':
        agent = body.agent_id ?? agent;
        break;
    }
    const team = event.team || now.team;
    const customerTier = event.customerTier || now.customerTier;
    if (
      i === 0 ||
      queue !== now.queue ||
      team !== now.team ||
      agent !== now.agent ||
      priority !== now.priority ||
      customerTier !== now.customerTier
    ) {
      now = { queue, team, agent, priority, customerTier };
    }
    result[i] = now;
  });
  return result;
}
