import { SYSTEM } from '../event-log.ts';
import { isComplaint } from '../opinions/complaints.ts';
import { reviewNowAndThen } from '../opinions/reviews.ts';
import { askForOpinion } from '../opinions/surveys.ts';
import { PLANTED_CHANGE } from '../planted-change.ts';
import type { Spread } from '../random.ts';
import { DAY, HOUR, MINUTE } from '../units.ts';
import type { Priority, Ticket } from './ticket.ts';

/** How long tickets lie before somebody looks at them, in calendar time while somebody works. */
const LIES: Record<Priority, Spread> = {
  urgent: { medianMs: 14 * MINUTE, sigma: 0.6 },
  high: { medianMs: 45 * MINUTE, sigma: 0.8 },
  normal: { medianMs: 95 * MINUTE, sigma: 0.9 },
  low: { medianMs: 4 * HOUR, sigma: 0.8 },
};
const CUSTOMER_ANSWERS: Spread = { medianMs: 3.5 * HOUR, sigma: 1.5 };
const THIRD_PARTY: Spread = { medianMs: 11 * HOUR, sigma: 0.9 };

const LATEST_CUSTOMER_ANSWER_MS = 2.5 * DAY;
/** Pending for this long without an answer: solved by rule. */
const SOLVED_BY_RULE_MS = 3 * DAY;
/** Solved for this long: closed by rule. */
const CLOSED_BY_RULE_MS = 3 * DAY;
/** Agents bring tickets of this age to an end; keeps every life within `TICKET_HORIZON_DAYS`. */
const OLD_AGE_MS = 5 * DAY;
const CAN_REOPEN_AGE_MS = 6 * DAY;

/** From its first look by an agent to the end: what agents and the customer do with a ticket. */
export function live(ticket: Ticket): void {
  const { random, center } = ticket.desk;
  let at = look(ticket, ticket.openedAt);
  if (at === null) return;
  if (random.chance(0.06)) {
    ticket.note(at + MINUTE / 2);
    ticket.transfer(at + MINUTE, random.pick(center.queue(ticket.conversation.queue).transfersTo));
    at = look(ticket, at + MINUTE);
    if (at === null) return;
  }
  if (random.chance(0.05)) ticket.changePriority(at, random.chance(0.7) ? 'high' : 'low');
  if (random.chance(0.22)) ticket.note(at);
  const escalated = isComplaint(ticket.conversation.tags) ? 0.18 : 0.045;
  if (random.chance(escalated)) at = escalate(ticket, at);
  const solvedAt = at === null ? null : talk(ticket, at);
  if (solvedAt !== null) endOf(ticket, solvedAt);
}

function look(ticket: Ticket, since: number): number | null {
  return ticket.pickUp(since + ticket.desk.random.duration(LIES[ticket.priority]));
}

/** Second level or a third party has to help; until then the ticket is on hold. */
function escalate(ticket: Ticket, at: number): number | null {
  ticket.escalate(at);
  if (ticket.desk.random.chance(0.4)) ticket.changePriority(at, 'urgent');
  return hold(ticket, at);
}

function hold(ticket: Ticket, at: number): number | null {
  ticket.changeStatus(at, 'on_hold', ticket.owner!.actor);
  return ticket.pickUp(at + Math.min(2 * DAY, ticket.desk.random.duration(THIRD_PARTY)));
}

/** Agent and customer write to each other until the ticket is solved. Gives when it is. */
function talk(ticket: Ticket, from: number): number | null {
  const { random } = ticket.desk;
  for (let at = from, round = 0; ; round++) {
    const repliedAt = ticket.reply(at);
    const old = repliedAt - ticket.openedAt > OLD_AGE_MS;
    const fate = random.next();
    if (old || round === 5 || fate < 0.38 + 0.12 * round) {
      ticket.changeStatus(repliedAt, 'solved', ticket.owner!.actor);
      return repliedAt;
    }
    if (fate > 0.94) {
      const heldUntil = hold(ticket, repliedAt);
      if (heldUntil === null) return null;
      at = heldUntil;
      continue;
    }
    ticket.changeStatus(repliedAt, 'pending', ticket.owner!.actor);
    if (!random.chance(0.76)) {
      ticket.changeStatus(repliedAt + SOLVED_BY_RULE_MS, 'solved', SYSTEM);
      return repliedAt + SOLVED_BY_RULE_MS;
    }
    const answeredAt = customerWrites(ticket, repliedAt, LATEST_CUSTOMER_ANSWER_MS);
    const next = look(ticket, answeredAt);
    if (next === null) return null;
    at = next;
  }
}

function customerWrites(ticket: Ticket, since: number, latestMs: number): number {
  const { random } = ticket.desk;
  const at = since + MINUTE + Math.min(latestMs, random.duration(CUSTOMER_ANSWERS));
  ticket.askAgain(at);
  ticket.changeStatus(at, 'open', SYSTEM);
  return at;
}

/** Solved: the customer is asked how it was, comes back with the same matter now and then, and it is closed. */
function endOf(ticket: Ticket, firstSolvedAt: number): void {
  const { random, log, center } = ticket.desk;
  let solvedAt = firstSolvedAt;
  if (solvedAt - ticket.openedAt < CAN_REOPEN_AGE_MS && random.chance(reopened(ticket, solvedAt))) {
    const reopenedAt = customerWrites(ticket, solvedAt, DAY);
    const at = look(ticket, reopenedAt);
    if (at === null) return;
    solvedAt = ticket.reply(at);
    ticket.changeStatus(solvedAt, 'solved', ticket.owner!.actor);
  }
  // Whoever writes expects to wait: three hours annoy as much as a minute on the phone.
  const waitedMs = (solvedAt - ticket.openedAt) / 180;
  const complains = isComplaint(ticket.conversation.tags);
  const service = { agent: ticket.owner!, at: solvedAt, waitedMs, resolved: null, complains };
  askForOpinion(log, ticket.conversation, ticket.customer, service, random);
  reviewNowAndThen(center, log, ticket.conversation, service);
  ticket.changeStatus(solvedAt + CLOSED_BY_RULE_MS, 'closed', SYSTEM);
}

/** Share of the tickets solved at a time to which customers come back. */
function reopened({ conversation: { channel }, desk }: Ticket, solvedAt: number): number {
  const { before, after } = PLANTED_CHANGE.reopened;
  const { changeAt } = desk.center.profile;
  const changed = changeAt !== undefined && solvedAt >= changeAt && channel === PLANTED_CHANGE.channel;
  return changed ? after : before;
}
