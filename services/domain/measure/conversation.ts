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

/** Sums a conversation up, from its events and the facts measured on them. */
export function summarize({ timeline, status, now, endedAt }: Subject, sheet: Sheet): ConversationSummary {
  const { events } = timeline;
  let customerId = '';
  let customerMessages = 0;
  let agentMessages = 0;
  for (const event of events) {
    if (customerId === '') customerId = event.customerId;
    if (isCustomerMessage(event)) customerMessages++;
    else if (isAgentMessage(event)) agentMessages++;
  }
  let transfers = 0;
  let reopens = 0;
  for (const { fact } of sheet.spans) {
    if (fact === 'transfer') transfers++;
    else if (fact === 'reopen') reopens++;
  }
  return {
    queue: now.queue,
    team: now.team,
    agent: now.agent,
    priority: now.priority,
    customerTier: now.customerTier,
    policy: now.policy,
    customerId,
    status: status.changes.at(-1)?.status ?? '',
    lastEventAt: events.at(-1)!.occurredAt,
    endedAt,
    customerMessages,
    agentMessages,
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
