import type { ConversationRecord, Session } from './shapes.ts';
import { customerSessions, lastEnding, sessionsOf } from './sides.ts';
import type { Stay } from './stays.ts';
import { plain } from './values.ts';

/**
 * What a stay in a queue came to.
 * - `answered`, `abandoned` (the customer left), `callback` (the customer left to be called back);
 * - `flow_out`: it went on without an answer, to another queue, a voicemail, a menu or a number outside;
 * - `ended`: over without either, such as by an error or a rule that disconnects; `waiting`: it goes on.
 */
export type Outcome = 'answered' | 'abandoned' | 'callback' | 'flow_out' | 'ended' | 'waiting';

/** One stay in a queue, UTC ms. */
export interface Wait {
  queue: string;
  begin: number;
  /** null while it goes on. */
  end: number | null;
  outcome: Outcome;
  /** Whose answer ended it. */
  answer: Stay | null;
  isCallback: boolean;
}

/** Times of two participants for the same moment differ by some ms; more than this are two moments. */
const SAME_MOMENT_MS = 2_000;
/** By how much the leg of an agent may come before that of the queue at most. */
const LEG_MS = 500;
/** How long after its stay in the queue a callback is set up at the latest. */
const CALLBACK_MS = 60_000;

/**
 * The stays in queues, by their begin. A queue is a participant of purpose `acd`; its `interact` segments are the
 * waiting, from which Genesys takes nOffered and tAcd. What comes before (`delay`, or `scheduled` of a callback) is none.
 *
 * A colleague who is consulted by way of a queue waits in it too. Where nobody answered, it was no customer who waited
 * or left: there is no stay then, though Genesys counts one as abandoned.
 *
 * @param until when what has no end is over: the end of the conversation, null while it goes on
 */
export function waitsOf(record: ConversationRecord, stays: readonly Stay[], until: number | null): Wait[] {
  const sessions = sessionsOf(record, ['acd'])
    .map((session) => begunWait(session, until))
    .filter((found) => found !== null)
    .sort((a, b) => a.wait.begin - b.wait.begin);
  const waits = sessions.map(({ wait }) => wait);
  const taken = new Set<Stay>();
  for (const { wait, session } of sessions) {
    wait.answer = answerTo(wait, session, waits, stays, taken);
    if (wait.answer !== null) {
      taken.add(wait.answer);
      // An agent may be there before the queue has begun to look for one: nobody waited.
      wait.begin = Math.min(wait.begin, wait.answer.begin);
    }
    wait.outcome = wait.answer === null ? outcomeOf(wait, session, waits, record) : 'answered';
  }
  return waits.filter((wait) => wait.outcome === 'answered' || !isConsult(wait, stays));
}

function begunWait(session: Session, until: number | null): { wait: Wait; session: Session } | null {
  const { segments } = session;
  const first = segments
    .filter(({ segmentType, segmentStart }) => plain(segmentType) === 'interact' && segmentStart != null)
    .sort((a, b) => a.segmentStart! - b.segmentStart!)[0];
  if (first === undefined) return null;
  const begin = first.segmentStart!;
  const ends = segments
    .filter(
      ({ segmentStart, segmentType }) => (segmentStart ?? 0) >= begin && plain(segmentType) !== 'wrapup',
    )
    .map(({ segmentEnd }) => segmentEnd ?? until);
  const isOpen = ends.includes(null);
  const wait: Wait = {
    queue: first.queueId ?? segments.find(({ queueId }) => queueId)?.queueId ?? '',
    begin,
    end: isOpen ? null : Math.max(begin, ...(ends as number[])),
    outcome: 'waiting',
    answer: null,
    isCallback: plain(session.mediaType) === 'callback',
  };
  return { wait, session };
}

/** The stay of the agent who took it out of the queue, if one did. */
function answerTo(
  wait: Wait,
  session: Session,
  waits: readonly Wait[],
  stays: readonly Stay[],
  taken: ReadonlySet<Stay>,
): Stay | null {
  if (wait.end === null) return null;
  const earliest = Math.max(wait.begin - LEG_MS, wait.end - SAME_MOMENT_MS);
  const again = waits.find((other) => other.queue === wait.queue && other.begin > wait.begin);
  // Who leaves a queue by a transfer may reach the agent later, as where the customer is called first.
  const latest =
    lastEnding(session) === 'transfer'
      ? (again?.begin ?? Number.POSITIVE_INFINITY)
      : wait.end + SAME_MOMENT_MS;
  const found = stays.find(
    (stay) =>
      !taken.has(stay) &&
      stay.begin >= earliest &&
      stay.begin <= latest &&
      (stay.queue === wait.queue || (stay.queue === '' && stay.begin <= wait.end! + SAME_MOMENT_MS)),
  );
  return found ?? null;
}

function outcomeOf(
  wait: Wait,
  session: Session,
  waits: readonly Wait[],
  record: ConversationRecord,
): Outcome {
  const { end } = wait;
  if (end === null) return 'waiting';
  if (!wait.isCallback && leadsToCallback(wait, end, waits, record)) return 'callback';
  const ending = lastEnding(session);
  if (ending === 'transfer') return 'flow_out';
  if (ending === 'peer' || customerLeft(record, end)) return 'abandoned';
  const names = session.metrics.map(({ name }) => name);
  if (ending === '' && names.includes('tFlowOut')) return 'flow_out';
  return ending === '' && names.includes('tAbandon') ? 'abandoned' : 'ended';
}

function leadsToCallback(
  wait: Wait,
  end: number,
  waits: readonly Wait[],
  record: ConversationRecord,
): boolean {
  const isNear = (begin: number) => begin >= wait.begin && begin <= end + CALLBACK_MS;
  if (waits.some((other) => other.isCallback && isNear(other.begin))) return true;
  return [...customerSessions(record), ...sessionsOf(record, ['acd'])]
    .filter(({ mediaType }) => plain(mediaType) === 'callback')
    .some(({ segments }) =>
      segments.some(({ segmentStart }) => segmentStart != null && isNear(segmentStart)),
    );
}

/** Whether the customer hung up at that moment. */
function customerLeft(record: ConversationRecord, at: number): boolean {
  return customerSessions(record).some(
    (session) =>
      lastEnding(session) === 'own' &&
      session.segments.some(
        ({ segmentEnd }) => segmentEnd != null && Math.abs(segmentEnd - at) <= SAME_MOMENT_MS,
      ),
  );
}

/** Whether an agent kept the contact all the while: then a colleague was asked, and no customer waited. */
function isConsult(wait: Wait, stays: readonly Stay[]): boolean {
  return stays.some(
    ({ begin, end }) => begin < wait.begin && (end === null || (wait.end !== null && end > wait.end)),
  );
}
