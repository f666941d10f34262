import type { Actor, ChatBody } from '../../../../schemas/types.ts';
import { queueName } from '../values.ts';
import { type Handling, handlingOf } from './handling.ts';
import { isConsulted, isCustomersReason, isGivenOn, leavingOf } from './leaving.ts';
import type { ContactRecord } from './record.ts';

/** Where the record does not name the queue that a contact was in when it was given on. */
const NOWHERE = 'no queue';

/** Contacts that an agent began. Their queue is that of the caller id: nobody waits in it. */
const BY_AGENTS = new Set(['OUTBOUND', 'AGENT_REPLY']);
/** Contacts that began without anybody outside: called back, by a flow, by a campaign. */
const BY_SYSTEM = /^(CALLBACK|FLOW$|CAMPAIGN)/;

const SYSTEM: Actor = { kind: 'system', id: null };
const CUSTOMER: Actor = { kind: 'customer', id: null };

/** Something that happened, and who did it. Ties in time are ordered by place: the order of the list. */
export interface Happening {
  at: number;
  actor: Actor;
  body: ChatBody;
}

/** What happened to a contact, in the order in which it did; times are UTC ms. */
export function happeningsOf(record: ContactRecord, openedAt: number): Happening[] {
  const givenOn = isGivenOn(record);
  const handling = handlingOf(record, givenOn);
  const happenings: Happening[] = [{ at: openedAt, actor: openerOf(record, handling), body: STARTED }];
  const method = record.InitiationMethod ?? '';
  const queuedAt = BY_AGENTS.has(method) ? null : (record.Queue?.EnqueueTimestamp ?? null);
  if (queuedAt !== null) {
    // Who was answered has queued before.
    const at = Math.min(queuedAt, handling?.connectedAt ?? queuedAt);
    happenings.push({ at, actor: SYSTEM, body: QUEUED });
  }
  if (handling !== null) happenings.push(...handled(record, handling, queuedAt, givenOn));
  else happenings.push(...unhandled(record, queuedAt));
  return happenings;
}

const STARTED: ChatBody = { type: 'started', priority: null };
const QUEUED: ChatBody = { type: 'queued', position: null };

function openerOf({ InitiationMethod: method }: ContactRecord, handling: Handling | null): Actor {
  if (method === null) return CUSTOMER;
  if (BY_AGENTS.has(method)) return { kind: 'agent', id: handling?.agent ?? null };
  return BY_SYSTEM.test(method) ? SYSTEM : CUSTOMER;
}

function handled(
  record: ContactRecord,
  handling: Handling,
  queuedAt: number | null,
  givenOn: boolean,
): Happening[] {
  const { connectedAt, talkedUntil, holdMs, wrappedUpAt } = handling;
  const agent: Actor = { kind: 'agent', id: handling.agent };
  const happenings: Happening[] = [];
  const leftQueueAt = record.Queue?.DequeueTimestamp ?? null;
  // A callback leaves the queue when the agent accepts it; dialling and whispers follow, and then the customer is there.
  // An agent who takes it without talking yet: the wait ends, and the handling has not begun.
  if (queuedAt !== null && leftQueueAt !== null && queuedAt <= leftQueueAt && leftQueueAt < connectedAt)
    happenings.push({ at: leftQueueAt, actor: agent, body: { type: 'resumed' } });
  happenings.push({ at: connectedAt, actor: agent, body: { type: 'answered' } });
  const replyAt = firstReplyOf(record);
  const replied: Happening[] =
    replyAt !== null && replyAt >= connectedAt && (talkedUntil === null || replyAt <= talkedUntil)
      ? [{ at: replyAt, actor: agent, body: { type: 'message', public: true, text: null, said: null } }]
      : [];
  happenings.push(...replied);
  if (talkedUntil === null) return happenings;
  if (holdMs > 0) {
    const heldAt = connectedAt + Math.floor((talkedUntil - connectedAt - holdMs) / 2);
    happenings.push({ at: heldAt, actor: agent, body: { type: 'held' } });
    happenings.push({ at: heldAt + holdMs, actor: agent, body: { type: 'resumed' } });
  }
  const queue = queueName(record.Queue) ?? NOWHERE;
  if (givenOn)
    happenings.push({ at: talkedUntil, actor: agent, body: { type: 'transferred', to_queue: queue } });
  const endedAt = givenOn ? later(record.DisconnectTimestamp, talkedUntil) : talkedUntil;
  if (endedAt !== null)
    happenings.push({
      at: endedAt,
      actor: enderOf(record, agent),
      body: ended(givenOn || isConsulted(record)),
    });
  if (wrappedUpAt !== null) happenings.push({ at: wrappedUpAt, actor: agent, body: { type: 'wrapped_up' } });
  return happenings;
}

/** Not earlier than `than`; null where it is not known. */
function later(at: number | null, than: number): number | null {
  return at === null ? null : Math.max(at, than);
}

/** What goes on as another contact was not solved in this one. */
function ended(isElsewhere: boolean): ChatBody {
  return { type: 'ended', resolved: isElsewhere ? false : null };
}

function enderOf({ DisconnectReason: reason }: ContactRecord, agent: Actor): Actor {
  if (isCustomersReason(reason)) return CUSTOMER;
  return reason?.startsWith('AGENT_') ? agent : SYSTEM;
}

function firstReplyOf({ ChatMetrics: metrics }: ContactRecord): number | null {
  const { AgentFirstResponseTimestamp: at = null } =
    metrics?.ContactMetrics ?? metrics?.ChatContactMetrics ?? {};
  return at;
}

function unhandled(record: ContactRecord, queuedAt: number | null): Happening[] {
  const { DisconnectTimestamp: disconnectedAt } = record;
  if (queuedAt === null) {
    if (disconnectedAt === null) return [];
    return [{ at: disconnectedAt, actor: enderOf(record, SYSTEM), body: ended(false) }];
  }
  const at = record.Queue?.DequeueTimestamp ?? disconnectedAt;
  if (at === null) return [];
  const leftAt = Math.max(queuedAt, at);
  const leaving = leavingOf(record);
  if (leaving === 'abandoned') return [{ at: leftAt, actor: CUSTOMER, body: { type: 'abandoned' } }];
  const end: Happening = {
    at: later(disconnectedAt, leftAt) ?? leftAt,
    actor: SYSTEM,
    body: ended(leaving === 'given_on'),
  };
  if (leaving === 'ended') return [{ ...end, at: leftAt }];
  const queue = queueName(record.Queue) ?? NOWHERE;
  return [{ at: leftAt, actor: SYSTEM, body: { type: 'transferred', to_queue: queue } }, end];
}
