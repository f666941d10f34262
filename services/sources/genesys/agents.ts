import type { OutgoingEvent } from '../../domain/events/event.ts';
import { noOwnStates, type OwnStates } from '../agent-states.ts';
import { SOURCE } from './events.ts';
import type { Activity, UserDetails } from './shapes.ts';
import { plain } from './values.ts';

/** Queues of one event at most; see the rules of events. */
const MAX_QUEUES = 64;

/** What presence and routing status come to. Presence is what the agent chose, routing status what routing made of it. */
const PRESENCES: Readonly<Record<string, string>> = {
  offline: 'offline',
  break: 'break',
  meal: 'break',
  training: 'training',
  meeting: 'meeting',
};

/** What an agent has chosen: a presence of the system, and the organization's own by its id. */
interface Presence {
  system?: string | null | undefined;
  id?: string | null | undefined;
}

/**
 * The state of an agent.
 *
 * - INTERACTING is work on contacts, after-call work included, whatever the agent has chosen meanwhile: who goes to a
 *   break during a call is still in the call. COMMUNICATING is a call that no queue gave, and counts while on queue.
 * - On queue, IDLE is available and NOT_RESPONDING is not.
 * - The presence AVAILABLE is not: nothing is routed to who is not on queue. It is away, as are BUSY, AWAY and IDLE.
 * - What the center itself says of a presence counts before what the system's presence is, which is one of few.
 */
export function stateOf(
  { system, id }: Presence,
  routing: string | null | undefined,
  own: OwnStates = noOwnStates,
): string {
  const chosen = plain(system);
  const made = plain(routing);
  if (made === 'interacting') return 'busy';
  const said = chosen === 'onqueue' ? null : (own(id) ?? own(system));
  if (said !== null) return said;
  const away = PRESENCES[chosen];
  if (away !== undefined) return away;
  if (chosen !== '' && chosen !== 'onqueue') return 'away';
  if (made === 'communicating') return 'busy';
  if (made === 'idle' || (made === '' && chosen === 'onqueue')) return 'available';
  return 'away';
}

interface Change {
  at: number;
  presence?: Presence;
  routing?: string | null;
}

/** Each change of presence or routing status, with the state that both come to from then on. */
export function eventsOfUser(
  { userId, primaryPresence, routingStatus }: UserDetails,
  own: OwnStates,
): OutgoingEvent[] {
  const changes: Change[] = [
    ...primaryPresence.map(({ startTime, systemPresence, organizationPresenceId }) => ({
      at: startTime,
      presence: { system: systemPresence, id: organizationPresenceId },
    })),
    ...routingStatus.map(({ startTime, routingStatus: status }) => ({
      at: startTime,
      routing: status ?? null,
    })),
  ].flatMap(({ at, ...change }) => (at == null ? [] : { at, ...change }));
  changes.sort((a, b) => a.at - b.at);
  let presence: Presence = {};
  let routing: string | null = null;
  const states = new Map<number, string>();
  for (const change of changes) {
    if (change.presence !== undefined) presence = change.presence;
    if (change.routing !== undefined) routing = change.routing;
    states.set(change.at, stateOf(presence, routing, own));
  }
  return [...states].map(([at, state]) => stateChanged(userId, at, state, []));
}

/**
 * The same of the topic `v2.users.{id}.activity`, which has both with the times since when they are so. It comes as well
 * when the queues alone have changed: an event of its own, as the one of the state was told with the queues of before.
 */
export function eventsOfActivity(
  { id, routingStatus, presence, activeQueueIds, dateActiveQueuesChanged }: Activity,
  own: OwnStates,
): OutgoingEvent[] {
  const at = Math.max(routingStatus?.startTime ?? 0, presence?.modifiedDate ?? 0);
  if (at === 0) return [];
  const { systemPresence: system, id: presenceId } = presence?.presenceDefinition ?? {};
  const state = stateOf({ system, id: presenceId }, routingStatus?.status, own);
  const queues = (activeQueueIds ?? []).slice(0, MAX_QUEUES);
  const since = dateActiveQueuesChanged ?? 0;
  return [at, ...(since > at ? [since] : [])].map((from) => stateChanged(id, from, state, queues));
}

function stateChanged(user: string, at: number, state: string, queues: string[]): OutgoingEvent {
  return {
    topic: 'contact.agents',
    value: {
      // Neither topic nor file: both tell of the same moment.
      event_id: `${SOURCE}:agent:${user}:${at}`,
      occurred_at: at,
      agent_id: user,
      source: SOURCE,
      actor: { kind: 'agent', id: user },
      event: { type: 'state_changed', state, slots: null, slots_busy: null, queues },
    },
  };
}
