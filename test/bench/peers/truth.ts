import { fileURLToPath } from 'node:url';
import { loadContactCenter } from '../../../services/center/contact-center.ts';
import { measure } from '../../../services/domain/measure/measure.ts';
import type {
  ActorKind,
  Channel,
  Timeline,
  TimelineEvent,
} from '../../../services/domain/timeline/timeline.ts';
import { createReference } from '../../../services/ingest/reference.ts';
import { createEventSet } from '../../domain/timeline/event-set.ts';
import type { PeerEvent } from './events.ts';

/** What all contenders are configured by. */
export const CENTER = fileURLToPath(new URL('center.yaml', import.meta.url));

/** The facts that all contenders derive. */
export const COMPARED = ['first_response', 'queue_spell', 'status_spell', 'sla_target'];

/** A figure of a conversation: its key, and what is said of it. Times are UTC ms, 0 for what has not ended. */
export interface Figure {
  fact: string;
  conversation_id: string;
  seq: number;
  at: number;
  ended_at: number;
  state: string;
  label: string;
  value_ms: number;
}

/** The figures of all events, computed at once from the whole set, as a batch job would. */
export function truthOf(events: readonly PeerEvent[]): Figure[] {
  const reference = createReference(loadContactCenter(CENTER));
  const timelines = new Map<string, { timeline: Timeline; set: ReturnType<typeof createEventSet> }>();
  for (const { topic, value } of events) {
    const { conversation_id, opened_at, actor, customer, event } = value;
    const channel = value.channel as Channel;
    let one = timelines.get(conversation_id);
    if (one === undefined) {
      const events: TimelineEvent[] = [];
      const stream = topic === 'contact.tickets' ? 'tickets' : 'chats';
      const timeline: Timeline = {
        stream,
        conversationId: conversation_id,
        openedAt: opened_at,
        channel,
        events,
      };
      one = { timeline, set: createEventSet(events) };
      timelines.set(conversation_id, one);
    }
    const queue = value.queue ?? '';
    one.set.add({
      eventId: value.event_id,
      occurredAt: value.occurred_at,
      actorKind: actor.kind as ActorKind,
      actorId: actor.id ?? '',
      queue,
      customerId: customer?.id ?? '',
      customerTier: customer?.tier ?? '',
      tags: [],
      team: '',
      stamp: reference.stampFor(queue, channel),
      record: null,
      body: event,
    });
  }
  return [...timelines.values()].flatMap(({ timeline }) =>
    measure(timeline)
      .facts.filter(({ fact }) => COMPARED.includes(fact))
      .map((fact) => ({
        fact: fact.fact,
        conversation_id: timeline.conversationId,
        seq: fact.seq,
        at: fact.at,
        ended_at: fact.endedAt ?? 0,
        state: fact.state,
        label: fact.label,
        value_ms: fact.valueMs,
      })),
  );
}

/** Figures that are missing, are not what they should be, or should not be there. */
export function wrongFigures(truth: readonly Figure[], found: readonly Figure[]): Figure[] {
  const expected = new Map(truth.map((figure) => [keyOf(figure), figure]));
  const wrong = found.filter((figure) => {
    const right = expected.get(keyOf(figure));
    expected.delete(keyOf(figure));
    return right === undefined || textOf(right) !== textOf(figure);
  });
  return [...wrong, ...expected.values()];
}

function keyOf({ fact, conversation_id, seq }: Figure): string {
  return `${fact}/${conversation_id}/${seq}`;
}

function textOf({ at, ended_at, state, label, value_ms }: Figure): string {
  return [at, ended_at, state, label, value_ms].join('/');
}
