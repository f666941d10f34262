import { type Dimensions, endFact, factOf } from './fact.ts';
import { isAgentMessage, isCustomerMessage } from './messages.ts';
import type { Sheet } from './sheet.ts';
import type { Status } from './status.ts';
import type { Subject } from './subject.ts';

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

/** Messages in the events that were read. */
export interface Messages {
  customer: number;
  agent: number;
}

export function countMessages({ timeline }: Subject, messages: Messages): void {
  for (const event of timeline.events) {
    if (isCustomerMessage(event)) messages.customer++;
    else if (isAgentMessage(event)) messages.agent++;
  }
}

/** Sums a conversation up. */
export function summarize(
  { timeline, status, now, endedAt, outset }: Subject,
  messages: Messages,
  transfers: number,
  reopens: number,
): ConversationSummary {
  return {
    queue: now.queue,
    team: now.team,
    agent: now.agent,
    priority: now.priority,
    customerTier: now.customerTier,
    policy: now.policy,
    customerId: outset.customerId,
    status: status.changes.at(-1)?.status ?? '',
    lastEventAt: timeline.events.at(-1)!.occurredAt,
    endedAt,
    customerMessages: messages.customer,
    agentMessages: messages.agent,
    transfers,
    reopens,
  };
}

/** The conversation itself as a fact, from its creation to its end. */
export function conversationFact(
  { timeline }: Subject,
  summary: ConversationSummary,
  { spans }: Sheet,
): void {
  if (timeline.stream === 'surveys') return;
  const fact = factOf('conversation', timeline.openedAt, 0, summary);
  fact.label = summary.status;
  if (summary.endedAt !== null) {
    endFact(fact, summary.endedAt, summary.status === 'closed' ? 'closed' : 'solved');
    // Not before: each message would write the fact anew.
    fact.scale = summary.agentMessages;
  }
  spans.push(fact);
}
