import { randomUUID } from 'node:crypto';
import type {
  EndedLately,
  LiveNews,
  OpenConversation,
  OpenSubject,
  Position,
  ToldState,
} from '../../../schemas/types.ts';
import type { Dimensions, FactState } from '../../domain/measure/fact.ts';
import type { Stream } from '../../domain/timeline/timeline.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import type { LiveDelta, LivePosition, ToldConversation } from '../feed.ts';
import type { Lately, LiveAgentState, LiveFact } from '../live-fact.ts';

/** What is told in one record: far below what brokers take, and little to do at a time. */
const MAX_TOLD = 500;

/** Numbers what one process tells, so that who listens knows when a piece is missing. */
export interface NewsWriter {
  /**
   * The records that tell of a delta, in their order: its positions come with the last, so that they are true of what
   * came before. Each is made when it is asked for.
   */
  write(delta: LiveDelta): Iterable<LiveNews>;
  /** Something is not told: what is told next says so. */
  skip(): void;
}

export function createNewsWriter(producer: string = randomUUID()): NewsWriter {
  let sequence = 0;
  return {
    *write({ conversations, agents, positions }) {
      const parts = Math.max(
        1,
        Math.ceil(conversations.length / MAX_TOLD),
        Math.ceil(agents.length / MAX_TOLD),
      );
      for (let part = 0; part < parts; part++) {
        const ofPart = <T>(items: readonly T[]) => items.slice(part * MAX_TOLD, (part + 1) * MAX_TOLD);
        yield {
          producer,
          sequence: sequence++,
          positions: part === parts - 1 ? positions.map(writePosition) : [],
          conversations: ofPart(conversations).map(writeConversation),
          agents: ofPart(agents).map(writeAgent),
        };
      }
    },
    skip() {
      sequence++;
    },
  };
}

/** Makes deltas of what several processes told. */
export interface NewsReader {
  /** Null of what was read before. Throws on what makes no sense. */
  read(news: LiveNews): LiveDelta | null;
}

/** More processes than will ever tell something within the time that the topic keeps. */
const MAX_PRODUCERS = 1_000;

/**
 * A position holds only if all that its producer told since the last one has been read. One that does not is given as
 * beginning where it ends: what it skips is then a gap, unless somebody else tells of it.
 */
export function createNewsReader(): NewsReader {
  const producers = new Map<string, { next: number; isWhole: boolean }>();
  return {
    read({ producer, sequence, positions, conversations, agents }) {
      // What cannot be read throws here, and is then missing like what never came.
      const told = {
        conversations: conversations.map(readConversation),
        agents: agents.map(readAgent),
        positions: positions.map(readPosition),
      };
      // Whoever begins to listen in the middle does not know what was told before.
      const known = getOrInsert(producers, producer, () => ({ next: sequence, isWhole: sequence === 0 }));
      if (producers.size > MAX_PRODUCERS) producers.delete(producers.keys().next().value!);
      if (sequence < known.next) return null;
      const isWhole = known.isWhole && sequence === known.next;
      known.next = sequence + 1;
      known.isWhole = isWhole || positions.length > 0;
      if (isWhole) return told;
      return {
        ...told,
        positions: told.positions.map((position) => ({ ...position, from: position.until })),
      };
    },
  };
}

function writePosition({ topic, partition, from, until, stored, asOf }: LivePosition): Position {
  return {
    ...{ topic, partition, as_of: asOf },
    from_offset: Number(from),
    until_offset: Number(until),
    stored_offset: Number(stored),
  };
}

function readPosition({ topic, partition, ...position }: Position): LivePosition {
  return {
    ...{ topic, partition, asOf: position.as_of },
    from: BigInt(position.from_offset),
    until: BigInt(position.until_offset),
    stored: BigInt(position.stored_offset),
  };
}

/** Plain literals: under load this is done for every conversation that changes. */
function writeConversation(conversation: ToldConversation): OpenConversation {
  const subjects: OpenSubject[] = [];
  return {
    stream: conversation.stream,
    conversation_id: conversation.conversationId,
    opened_at: conversation.openedAt,
    channel: conversation.channel,
    version: conversation.version,
    partition: conversation.partition,
    offset: Number(conversation.offset),
    facts: conversation.facts.map((fact) => ({
      fact: fact.fact,
      at: fact.at,
      label: fact.label,
      target_ms: fact.targetMs,
      seq: fact.fact === 'sla_target' ? fact.seq : null,
      spent_ms: fact.fact === 'sla_target' ? fact.businessMs : 0,
      subject: subjectIn(subjects, fact),
    })),
    lately: conversation.lately === null ? null : writeLately(conversation.lately, subjects),
    subjects,
  };
}

function writeLately({ stays, handled }: Lately, subjects: OpenSubject[]): EndedLately {
  return {
    stays: stays.map((stay) => ({
      at: stay.at,
      state: stay.state,
      label: stay.label,
      value_ms: stay.valueMs,
      target_ms: stay.targetMs,
      subject: subjectIn(subjects, stay),
    })),
    handled: handled.map((handling) => ({
      ended_at: handling.endedAt,
      value_ms: handling.valueMs,
      subject: subjectIn(subjects, handling),
    })),
  };
}

/** The place of a fact's subject, which is added if it is not there. */
function subjectIn(subjects: OpenSubject[], fact: Dimensions): number {
  const place = subjects.findIndex(
    ({ queue, team, agent, priority, customer_tier, policy }) =>
      policy === fact.policy &&
      queue === fact.queue &&
      agent === fact.agent &&
      team === fact.team &&
      priority === fact.priority &&
      customer_tier === fact.customerTier,
  );
  if (place >= 0) return place;
  const { queue, team, agent, priority, customerTier, policy } = fact;
  return subjects.push({ queue, team, agent, priority, customer_tier: customerTier, policy }) - 1;
}

/** Throws where a fact names a subject that is not there. */
function readConversation({ subjects, lately, ...conversation }: OpenConversation): ToldConversation {
  return {
    stream: conversation.stream as Stream,
    conversationId: conversation.conversation_id,
    openedAt: conversation.opened_at,
    channel: conversation.channel as ToldConversation['channel'],
    version: conversation.version,
    partition: conversation.partition,
    offset: BigInt(conversation.offset),
    facts: conversation.facts.map(
      ({ at, label, seq, subject, ...fact }): LiveFact => ({
        ...{ fact: fact.fact as LiveFact['fact'], at, label, seq },
        ...{ targetMs: fact.target_ms, businessMs: fact.spent_ms },
        ...dimensionsOf(subjects, subject),
      }),
    ),
    lately: lately === null ? null : readLately(lately, subjects),
  };
}

function readLately({ stays, handled }: EndedLately, subjects: readonly OpenSubject[]): Lately {
  return {
    stays: stays.map(({ at, state, label, subject, ...stay }) => ({
      ...{ at, state: state as FactState, label },
      ...{ valueMs: stay.value_ms, targetMs: stay.target_ms },
      ...dimensionsOf(subjects, subject),
    })),
    handled: handled.map(({ ended_at: endedAt, value_ms: valueMs, subject }) => ({
      ...{ endedAt, valueMs },
      ...dimensionsOf(subjects, subject),
    })),
  };
}

function dimensionsOf(subjects: readonly OpenSubject[], place: number): Dimensions {
  const { queue, team, agent, priority, customer_tier: customerTier, policy } = subjects[place]!;
  return { queue, team, agent, priority, customerTier, policy };
}

function writeAgent({
  agent,
  at,
  eventId,
  team,
  state,
  slots,
  slotsBusy,
  queues,
}: LiveAgentState): ToldState {
  const told = { at, team, state, slots, queues: [...queues] };
  return { ...told, agent_id: agent, event_id: eventId, slots_busy: slotsBusy };
}

function readAgent({
  agent_id: agent,
  event_id: eventId,
  slots_busy: slotsBusy,
  ...told
}: ToldState): LiveAgentState {
  return { ...told, agent, eventId, slotsBusy };
}
