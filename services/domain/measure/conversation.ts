import type { Timeline } from '../timeline/timeline.ts';
import { type Dimensions, endFact, type Fact, factOf } from './fact.ts';
import { isUnsolved, type Status, type StatusChange } from './status.ts';

/** The current state of a conversation: one row of the table `conversations`. */
export interface ConversationSummary extends Dimensions {
  /** The first customer that an event names. */
  customerId: string;
  status: Status | '';
  lastEventAt: number;
  /** When it was last solved or closed, null while unsolved. */
  endedAt: number | null;
  customerMessages: number;
  agentMessages: number;
  transfers: number;
  reopens: number;
}

/** Sums a conversation up, from its events and the facts measured on them. */
export function summarize(
  timeline: Timeline,
  moments: readonly Dimensions[],
  changes: readonly StatusChange[],
  facts: readonly Fact[],
): ConversationSummary {
  const last = changes.at(-1);
  const summary: ConversationSummary = {
    ...moments.at(-1)!,
    customerId: timeline.events.find((event) => event.customerId !== '')?.customerId ?? '',
    status: last?.status ?? '',
    lastEventAt: timeline.events.at(-1)!.occurredAt,
    endedAt: last !== undefined && !isUnsolved(last.status) ? last.at : null,
    customerMessages: 0,
    agentMessages: 0,
    transfers: 0,
    reopens: 0,
  };
  for (const event of timeline.events) {
    if (event.body.type !== 'message' || !event.body.public) continue;
    if (event.actorKind === 'customer') summary.customerMessages++;
    else if (event.actorKind === 'agent') summary.agentMessages++;
  }
  for (const fact of facts) {
    if (fact.fact === 'transfer') summary.transfers++;
    else if (fact.fact === 'reopen') summary.reopens++;
  }
  return summary;
}

/** The conversation itself as a fact, from its creation to its end. */
export function conversationFact(timeline: Timeline, summary: ConversationSummary): Fact[] {
  if (timeline.stream === 'surveys') return [];
  const fact = factOf('conversation', timeline.openedAt, 0, summary);
  fact.label = summary.status;
  if (summary.endedAt !== null)
    endFact(fact, summary.endedAt, summary.status === 'closed' ? 'closed' : 'solved');
  fact.scale = summary.agentMessages;
  return [fact];
}
