import type { ContactRecord } from './record.ts';

/**
 * How a contact left its queue without an agent.
 * - `abandoned`: the customer left;
 * - `given_on`: it went on as another contact (another queue, a callback) or out of Connect: a flow-out;
 * - `ended`: the company or the system ended it.
 */
export type Leaving = 'abandoned' | 'given_on' | 'ended';

/** Reasons that are the customer's. */
const CUSTOMERS = new Set([
  'CUSTOMER_DISCONNECT',
  'CUSTOMER_NEVER_ARRIVED',
  'CUSTOMER_CONNECTION_NOT_ESTABLISHED',
]);

/** Reasons that say that it was not the customer. Of no reason, and of those of the telephone network
 * at the caller's end, nobody else is known. */
const NOT_CUSTOMERS = new Set([
  'AGENT_COMPLETED',
  'AGENT_DISCONNECT',
  'AGENT_NETWORK_DISCONNECT',
  'API',
  'BARGED',
  'CONTACT_FLOW_DISCONNECT',
  'DISCARDED',
  'EXPIRED',
  // Such as an API; who hung up has a reason of their own.
  'OTHER',
  'SYSTEM_ERROR',
]);

/** Reasons of a call that we dialled and that reached nobody: who was never on the line has not left it. */
const NOT_REACHED =
  /^(OUTBOUND_|OUTBUND_|TELECOM_(BUSY|NUMBER_INVALID|POTENTIAL_BLOCKING|TIMEOUT|UNANSWERED)$)/;

export function isCustomersReason(reason: string | null): boolean {
  return reason !== null && CUSTOMERS.has(reason);
}

/** Whether the customer can hang up: nobody waits on the line for a task, an e-mail, or to be called back. */
function isOnTheLine({ Channel, InitiationMethod }: ContactRecord): boolean {
  if (Channel === 'TASK' || Channel === 'EMAIL') return false;
  return InitiationMethod === null || !InitiationMethod.startsWith('CALLBACK');
}

/**
 * How it left. Whether the next contact is a callback or another queue's, the record does not say: both are flow-outs,
 * and neither counts in the service level. The next contact of a chat whose customer left is that of a disconnect flow.
 */
export function leavingOf(record: ContactRecord): Leaving {
  const { Channel, DisconnectReason: reason } = record;
  const isCustomers = isCustomersReason(reason);
  if (Channel === 'CHAT' && isCustomers) return 'abandoned';
  if (goesOn(record)) return 'given_on';
  if (isCustomers) return 'abandoned';
  const isOthers = NOT_CUSTOMERS.has(reason ?? '') || NOT_REACHED.test(reason ?? '');
  return isOnTheLine(record) && !isOthers ? 'abandoned' : 'ended';
}

function goesOn(record: ContactRecord): boolean {
  const { NextContactId: next, TransferCompletedTimestamp: completed } = record;
  return next !== null || completed !== null || isOutOfConnect(record);
}

function isOutOfConnect({ TransferredToEndpoint: to, DisconnectReason: reason }: ContactRecord): boolean {
  return (to !== null && to.Address !== null) || reason === 'TRANSFERRED';
}

/**
 * Whether the agent gave the contact on: it goes on, and did so after the agent's part. A next contact alone does not say
 * that, as a colleague who was asked and a flow that ran after the end are next contacts too.
 */
export function isGivenOn(record: ContactRecord): boolean {
  if (!goesOn(record)) return false;
  if (isOutOfConnect(record) || record.TransferCompletedTimestamp !== null) return true;
  const { DisconnectTimestamp: ended, Agent: agent } = record;
  const left = agent?.AfterContactWorkStartTimestamp ?? null;
  if (left === null) return false;
  // With no reason a contact ended as its customer went on to the next one.
  return ended === null || ended > left || record.DisconnectReason === null;
}

/**
 * Whether an agent was only asked by a colleague, while the customer was on hold: whatever came of it, it was not solved
 * here. Told by the time with the customer, which is zero; tasks never have any.
 */
export function isConsulted({ Channel, InitiationMethod, Agent: agent }: ContactRecord): boolean {
  return Channel === 'VOICE' && InitiationMethod === 'TRANSFER' && agent?.AgentInteractionDuration === 0;
}
