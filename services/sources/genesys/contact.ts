import type { Actor } from '../../../schemas/types.ts';
import type { Channel } from '../../domain/timeline/timeline.ts';
import type { CustomerIds } from '../customers.ts';
import { customerIdOf } from './customer.ts';
import type { ConversationRecord } from './shapes.ts';
import { customerSessions, lastEnding, sessionsOf } from './sides.ts';
import { type Stay, staysOf } from './stays.ts';
import { channelOf, plain } from './values.ts';
import { type Wait, waitsOf } from './waits.ts';

/** A conversation as it is counted. Times are UTC ms. */
export interface Contact {
  id: string;
  openedAt: number;
  channel: Channel;
  /** '' where nobody is known. */
  customer: string;
  opener: Actor;
  /** Bots that talked with the customer, and since when. */
  bots: readonly { id: string | null; at: number }[];
  stays: readonly Stay[];
  waits: readonly Wait[];
  /** When the customer and the last agent were gone, and who hung up; null while it goes on. */
  end: { at: number; by: Actor } | null;
}

const CUSTOMERS = ['customer', 'external'];
const SYSTEM: Actor = { kind: 'system', id: null };
/** Two sides' times of hanging up differ by less. */
const SAME_MOMENT_MS = 2_000;

/** The contact that a record tells of; null where no customer has a part in it and no queue either. */
export function contactOf(record: ConversationRecord, customers: CustomerIds): Contact | null {
  const { conversationId, conversationStart, conversationEnd, participants } = record;
  const until = conversationEnd ?? null;
  const sides = customerSessions(record);
  const stays = staysOf(record, until);
  const waits = waitsOf(record, stays, until);
  if (sides.length === 0 && sessionsOf(record, ['acd']).length === 0) return null;
  const contact = CUSTOMERS.map(
    (one) =>
      participants.find(({ purpose, externalContactId }) => plain(purpose) === one && externalContactId)
        ?.externalContactId,
  ).find(Boolean);
  const customer = customerIdOf(customers, contact, sides);
  const sessions = [...sides, ...participants.flatMap((participant) => participant.sessions)];
  return {
    id: conversationId,
    openedAt: conversationStart,
    channel: sessions.map(({ mediaType }) => channelOf(mediaType)).find(Boolean) ?? 'voice',
    customer,
    opener: openerOf(record, stays, customer),
    bots: botsOf(record),
    stays,
    waits,
    end: endOf(record, stays, waits, customer),
  };
}

/** Who began it: the customer, or of what goes out the agent, or nobody where a campaign dials. */
function openerOf(record: ConversationRecord, stays: readonly Stay[], customer: string): Actor {
  const { originatingDirection, participants } = record;
  const sides = customerSessions(record);
  const isCampaign = participants.some(({ sessions }) =>
    sessions.some(({ outboundCampaignId }) => Boolean(outboundCampaignId)),
  );
  const isOutbound =
    originatingDirection == null
      ? isCampaign || plain(sides[0]?.direction) === 'outbound'
      : plain(originatingDirection) === 'outbound';
  if (!isOutbound) return { kind: 'customer', id: customer || null };
  return isCampaign || stays.length === 0 ? SYSTEM : { kind: 'agent', id: stays[0]!.agent || null };
}

function botsOf(record: ConversationRecord): { id: string | null; at: number }[] {
  return sessionsOf(record, ['botflow']).flatMap(({ flow, segments }) => {
    const begins = segments.flatMap(({ segmentStart }) => segmentStart ?? []);
    return begins.length === 0 ? [] : [{ id: flow?.flowId ?? null, at: Math.min(...begins) }];
  });
}

/**
 * When it was over for the customer. The record's own end is later: it comes with the last after-call work. A record
 * without it tells of a contact that is over all the same where the customer is gone and nobody talks or waits.
 */
function endOf(
  record: ConversationRecord,
  stays: readonly Stay[],
  waits: readonly Wait[],
  customer: string,
): Contact['end'] {
  const until = record.conversationEnd ?? null;
  const customers = customerSessions(record);
  // A colleague who calls a queue stands where the customer would.
  const sides = customers.length > 0 ? customers : sessionsOf(record, ['user']);
  const open = [...stays, ...waits].some(({ end }) => end === null);
  const lefts = sides.flatMap(({ segments }) =>
    segments
      .filter(({ segmentType, segmentStart }) => plain(segmentType) !== 'wrapup' && segmentStart != null)
      .map(({ segmentStart, segmentEnd }) => ({ segmentStart, left: segmentEnd ?? until })),
  );
  const hasLeft = lefts.length > 0 && lefts.every(({ left }) => left !== null);
  const isOver = until !== null || (!open && hasLeft && sides.some((side) => lastEnding(side) !== ''));
  if (!isOver || open) return null;
  const moments = [
    ...lefts.flatMap(({ left }) => left ?? []),
    ...stays.flatMap(({ end }) => end ?? []),
    ...waits.flatMap(({ end }) => end ?? []),
  ];
  const at = moments.length > 0 ? Math.max(...moments) : (until ?? record.conversationStart);
  return { at, by: leaverOf(record, stays, at, customer) };
}

function leaverOf(record: ConversationRecord, stays: readonly Stay[], at: number, customer: string): Actor {
  const sides = customerSessions(record);
  if (sides.some((side) => lastEnding(side) === 'own')) return { kind: 'customer', id: customer || null };
  const last = stays.findLast(
    ({ end, ending }) => ending === 'own' && end !== null && at - end <= SAME_MOMENT_MS,
  );
  return last === undefined ? SYSTEM : { kind: 'agent', id: last.agent || null };
}
