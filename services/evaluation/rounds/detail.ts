import type { ScorecardView } from '../view.ts';
import { changedFigures } from './changed.ts';
import { changedFormulas, isIntact, type PinnedContent } from './content.ts';
import type { RoundDesk } from './desk.ts';
import type { RecordedRound } from './rounds.ts';
import {
  type HistoryView,
  historyView,
  type MemberView,
  markView,
  memberView,
  type RoundSummary,
  summaryOf,
} from './view.ts';

export interface PinnedView {
  at: string;
  by: string;
  hash: string;
  /** False where what is stored is not what was pinned: then no card of it is shown. */
  intact: boolean;
  /** The hash of what is stored instead; null where nothing is. */
  found?: string | null;
  /** What was not settled when it was pinned. */
  notes: readonly string[];
}

/** A whole round as the API shows it. */
export interface RoundView extends RoundSummary {
  version: number;
  members: MemberView[];
  pinned: PinnedView | null;
  closed: { at: string; by: string } | null;
  history: HistoryView[];
}

/** The cards of a round: as they were pinned, else as they stand now. */
export interface RoundCards {
  cards: ReadonlyMap<string, ScorecardView>;
  pinned: PinnedView | null;
  /** Null where nothing is pinned, or it is no longer what it was. */
  content: PinnedContent | null;
}

export async function cardsOfRound(desk: RoundDesk, recorded: RecordedRound): Promise<RoundCards> {
  const { pinned, period } = recorded.round;
  if (pinned === null) return { cards: byId(await desk.cardsNow(recorded)), pinned: null, content: null };
  const { hash, notes } = pinned;
  const stored = await desk.contents.read(hash);
  const intact = isIntact(stored, recorded.id, hash);
  const content = intact ? stored.content : null;
  const found = intact ? {} : { found: stored.found };
  return {
    cards: byId(content?.cards ?? []),
    pinned: { ...markView(pinned, period.zone), hash, intact, ...found, notes },
    content,
  };
}

/** A round with its cards and, once they are pinned, with what has changed since. */
export async function detailOf(desk: RoundDesk, recorded: RecordedRound): Promise<RoundView> {
  const { round } = recorded;
  const { cards, pinned, content } = await cardsOfRound(desk, recorded);
  const now = content === null ? null : byId(await desk.cardsNow(recorded));
  const formulas = content === null ? undefined : changedFormulas(content);
  return {
    ...summaryOf(recorded),
    version: round.version,
    members: round.members.map((member) => {
      const card = cards.get(member.agent) ?? null;
      const changed = now === null ? [] : changedFigures(card, now.get(member.agent) ?? null, formulas);
      return memberView(member, round.period.zone, card, changed);
    }),
    pinned,
    closed: markView(round.closed, round.period.zone),
    history: historyView(recorded),
  };
}

const byId = (cards: readonly ScorecardView[]) => new Map(cards.map((card) => [card.id, card]));
