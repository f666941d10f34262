import type { ConversationRecord, Participant, Segment } from './shapes.ts';
import { type Ending, endingOf, isContactMedia, plain } from './values.ts';

/** One agent's part in a contact: from the moment of talking to the end of it, and the work after it. UTC ms. */
export interface Stay {
  /** User id; '' where the record does not say. */
  agent: string;
  /** Queue id; '' without. */
  queue: string;
  begin: number;
  /** null while it goes on. */
  end: number | null;
  heldMs: number;
  /** null while the after-call work goes on. */
  afterMs: number | null;
  ending: Ending;
}

interface Span {
  begin: number;
  /** Infinity while it goes on. */
  end: number;
}

interface Talk extends Span {
  queue: string;
  endings: { at: number; ending: Ending }[];
}

/** Talk and what stands between two pieces of it: hold, and messages that the agent has put aside. */
const TALK = new Set(['interact', 'callback']);
const HOLD = new Set(['hold', 'parked']);

/** Pieces of one agent's talk that are nearer than this are one stay: a leg ends some ms before the next begins. */
const SAME_STAY_MS = 1_000;

/**
 * The stays of agents in a contact, by their begin.
 *
 * An agent's sessions are taken together, as a callback is a session beside the call that it leads to. Alerting,
 * dialing and contacting are no talk, nor are monitoring, coaching and barging; an agent who let it ring has no stay,
 * though Genesys may give him after-call work and a handle time.
 *
 * @param until when what has no end is over: the end of the conversation, null while it goes on
 */
export function staysOf(record: ConversationRecord, until: number | null): Stay[] {
  const byAgent = new Map<string, Participant[]>();
  workersOf(record.participants).forEach((participant, i) => {
    const key = participant.userId ?? `#${i}`;
    byAgent.set(key, [...(byAgent.get(key) ?? []), participant]);
  });
  const stays = [...byAgent.values()].flatMap((participants) => staysOfAgent(participants, until));
  return stays.sort((a, b) => a.begin - b.begin || (a.agent < b.agent ? -1 : 1));
}

/**
 * Who works on the contact: agents, which Genesys says of users whom a queue has given it. A user is a colleague without
 * a queue; a call that reached nobody else is theirs, and of one that a queue has had their part is no handling.
 */
function workersOf(participants: readonly Participant[]): Participant[] {
  const isQueued = ({ sessions }: Participant) =>
    sessions.some(({ segments }) => segments.some(({ queueId }) => Boolean(queueId)));
  const agents = participants.filter(
    (one) => plain(one.purpose) === 'agent' || (plain(one.purpose) === 'user' && isQueued(one)),
  );
  if (agents.length > 0 || participants.some(({ purpose }) => plain(purpose) === 'acd')) return agents;
  return participants.filter(({ purpose }) => plain(purpose) === 'user');
}

function staysOfAgent(participants: readonly Participant[], until: number | null): Stay[] {
  const talks: Talk[] = [];
  const holds: Span[] = [];
  const wrapUps: Span[] = [];
  const segments = participants
    .flatMap(({ sessions }) => sessions)
    .filter(({ mediaType }) => isContactMedia(mediaType))
    .flatMap((session) => session.segments);
  for (const segment of segments) {
    const span = spanOf(segment, until);
    const type = plain(segment.segmentType);
    if (span === null) continue;
    if (HOLD.has(type)) holds.push(span);
    if (TALK.has(type) || HOLD.has(type))
      talks.push({
        ...span,
        queue: segment.queueId ?? '',
        endings: [{ at: span.end, ending: endingOf(segment.disconnectType) }],
      });
    if (type === 'wrapup') wrapUps.push(span);
  }
  const agent = participants[0]!.userId ?? '';
  const stays = join(talks).map(
    (talk): Stay => ({
      agent,
      queue: talk.queue,
      begin: talk.begin,
      end: talk.end === Number.POSITIVE_INFINITY ? null : talk.end,
      heldMs: lengthWithin(holds, talk.begin, talk.end),
      afterMs: 0,
      ending: endingAt(talk),
    }),
  );
  addAfterCallWork(stays, wrapUps);
  return stays;
}

/** After-call work belongs to the stay before it; what Genesys counts while there is still talk is talk. */
function addAfterCallWork(stays: readonly Stay[], wrapUps: readonly Span[]): void {
  stays.forEach((stay, i) => {
    const next = stays[i + 1]?.begin ?? Number.POSITIVE_INFINITY;
    if (stay.end === null) return;
    const after = wrapUps.filter(({ begin, end }) => begin < next && end > stay.end!);
    const goesOn = next === Number.POSITIVE_INFINITY && after.some(({ end }) => end === next);
    stay.afterMs = goesOn ? null : lengthWithin(after, stay.end, next);
  });
}

function spanOf({ segmentStart, segmentEnd }: Segment, until: number | null): Span | null {
  if (segmentStart == null) return null;
  const end = segmentEnd ?? until ?? Number.POSITIVE_INFINITY;
  return { begin: segmentStart, end: Math.max(segmentStart, end) };
}

/** Pieces of talk as stays; of their queues the first that is named. */
function join(talks: Talk[]): Talk[] {
  const joined: Talk[] = [];
  for (const talk of talks.sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    const last = joined.at(-1);
    if (last === undefined || talk.begin > last.end + SAME_STAY_MS) {
      joined.push({ ...talk });
      continue;
    }
    last.queue ||= talk.queue;
    last.endings = [...last.endings, ...talk.endings];
    last.end = Math.max(last.end, talk.end);
  }
  return joined;
}

/** How a stay ended: by a transfer if one of the sessions of that moment did, for asking a colleague is one beside it. */
function endingAt({ end, endings }: Talk): Ending {
  const near = endings.filter(({ at, ending }) => ending !== '' && end - at <= SAME_STAY_MS);
  if (near.some(({ ending }) => ending === 'transfer')) return 'transfer';
  return near.sort((a, b) => a.at - b.at).at(-1)?.ending ?? '';
}

/** How much of a stretch of time spans cover, each moment counted once. */
function lengthWithin(spans: readonly Span[], from: number, to: number): number {
  let covered = 0;
  let at = from;
  for (const { begin, end } of [...spans].sort((a, b) => a.begin - b.begin)) {
    const start = Math.max(begin, at);
    const stop = Math.min(end, to);
    if (stop <= start || !Number.isFinite(stop)) continue;
    covered += stop - start;
    at = stop;
  }
  return covered;
}
