import type { Actor } from '../../../schemas/types.ts';
import type { OutgoingEvent } from '../../domain/events/event.ts';
import type { Fault } from '../../lib/errors.ts';
import { noOwnStates } from '../agent-states.ts';
import type { RawRecord, ReaderOptions, Reading, SourceReader } from '../source.ts';
import { agentStateOf } from './agents.ts';
import { attributesOf } from './attributes.ts';
import { channelOf } from './channels.ts';
import { type Fields, fieldsOf, OTHER_PRODUCT } from './fields.ts';
import { HAPPENINGS, type Happening, queueOf } from './happenings.ts';
import { isUncounted } from './known-types.ts';
import { createOpenings, type Openings } from './opening.ts';
import { timeOf } from './times.ts';

/**
 * Reads TaskRouter's events. A task is a conversation; a worker an agent, by sid. Nothing but the event itself is
 * needed, so they may come in any order, and from several files and callbacks at once.
 */
export function createReader({ customers, states = noOwnStates }: ReaderOptions): SourceReader {
  const openings = createOpenings();
  return {
    read({ text }: RawRecord): Reading {
      const fields = fieldsOf(text);
      if (fields === OTHER_PRODUCT) return { ignored: OTHER_PRODUCT };
      if ('unreadable' in fields) return { faults: [{ path: '', message: fields.unreadable }] };
      return readFields(fields, { customers, states }, openings);
    },
  };
}

function readFields(
  fields: Fields,
  { customers, states }: Required<Pick<ReaderOptions, 'customers' | 'states'>>,
  openings: Openings,
): Reading {
  const type = fields.get('event_type') ?? fields.get('eventtype') ?? '';
  const meaning = HAPPENINGS.get(type);
  const state = agentStateOf(type, fields, states);
  if (meaning === undefined && state === null) {
    if (isUncounted(type)) return { ignored: 'not_counted' };
    return { faults: [{ path: 'EventType', message: type === '' ? 'is missing' : 'is not known' }] };
  }
  const at = timeOf(fields.get('timestamp_ms') ?? fields.get('timestamp'));
  const openedAt = meaning === undefined ? at : openings.openedAt(fields, at);
  const worker = fields.get('worker_sid') ?? null;
  const faults = missing(fields, {
    at,
    openedAt,
    needsTask: meaning !== undefined,
    needsWorker: state !== null,
  });
  if (faults.length > 0) return { faults };

  const events: OutgoingEvent[] = [];
  const attributes = attributesOf(fields.get('task_attributes'));
  const happenings = meaning?.of(fields, attributes) ?? [];
  if (typeof happenings === 'string') return { ignored: happenings };
  const customer = customers.idOf(attributes.address);
  const envelope = {
    occurred_at: at,
    conversation_id: `twilio:${fields.get('task_sid')}`,
    opened_at: openedAt,
    channel: channelOf(fields.get('task_channel_unique_name') ?? '', attributes.channelType),
    source: 'twilio',
    queue: queueOf(fields),
    customer: customer === '' ? null : { id: customer, tier: null },
    tags: [],
  };
  happenings.forEach(({ actor, body }, i) => {
    const event_id = idOf(fields, type, meaning!.place, i);
    const by = actorOf(actor, actor === 'customer' ? customer : agentOf(fields));
    events.push({ topic: 'contact.chats', value: { ...envelope, event_id, actor: by, event: body } });
  });
  if (state !== null) {
    const value = {
      event_id: `${idOf(fields, type, state.place, 0)}:agent`,
      occurred_at: at,
      agent_id: worker!,
      source: 'twilio',
      actor: actorOf('agent', worker),
      event: state.body,
    };
    events.push({ topic: 'contact.agents', value });
  }
  return { events };
}

function missing(
  fields: Fields,
  needs: { at: number; openedAt: number; needsTask: boolean; needsWorker: boolean },
): Fault[] {
  const faults: Fault[] = [];
  const need = (path: string, isThere: boolean) => {
    if (!isThere) faults.push({ path, message: 'is missing or no such value' });
  };
  need('TimestampMs', !Number.isNaN(needs.at));
  need('TaskSid', !needs.needsTask || fields.has('task_sid'));
  need('TaskDateCreated', Number.isNaN(needs.at) || !Number.isNaN(needs.openedAt));
  need('WorkerSid', !needs.needsWorker || fields.has('worker_sid'));
  return faults;
}

/** Who acts as the agent: the worker of a reservation, or who gives the task on. */
function agentOf(fields: Fields): string | null {
  return fields.get('worker_sid') ?? fields.get('transfer_initiating_worker_sid') ?? null;
}

function actorOf(kind: Happening['actor'], id: string | null): Actor {
  return { kind, id: kind === 'system' ? null : id || null };
}

/**
 * The event's own sid is the same by callback, in the REST resource and in Event Streams. Events of one instant are put
 * in the order of their ids: so what comes first has the smaller one. Without a sid what happened when to what names it.
 */
function idOf(fields: Fields, type: string, place: number, index: number): string {
  const own = fields.get('sid') ?? `${type}:${fields.get('resource_sid') ?? fields.get('task_sid') ?? ''}`;
  const at = fields.has('sid') ? '' : `:${fields.get('timestamp_ms') ?? fields.get('timestamp')}`;
  return `twilio:${String(place).padStart(2, '0')}:${own}${at}:${index}`;
}
