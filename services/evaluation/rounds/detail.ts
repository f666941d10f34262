import type { ScorecardView } from '../view.ts';
import { type ChangedFigure, changedFigures } from './changed.ts';
import { isIntact } from './content.ts';
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
}

export async function cardsOfRound(desk: RoundDesk, recorded: RecordedRound): Promise<RoundCards> {
  const { pinned, period } = recorded.round;
  if (pinned === null) return { cards: byId(await desk.cardsNow(recorded)), pinned: null };
  const { hash, notes } = pinned;
  const stored = await desk.contents.read(hash);
  const intact = isIntact(stored, recorded.id, hash);
  return {
    cards: byId(intact ? stored.content!.cards : []),
    pinned: {
      ...markView(pinned, period.zone),
      hash,
      intact,
      ...(intact ? {} : { found: stored.found }),
      notes,
    },
  };
}

/** A round with its cards and, once they are pinned, with what has changed since. */
export async function detailOf(desk: RoundDesk, recorded: RecordedRound): Promise<RoundView> {
  const { round } = recorded;
  const { zone } = round.period;
  const { cards, pinned } = await cardsOfRound(desk, recorded);
  const now = pinned?.intact ? byId(await desk.cardsNow(recorded)) : null;
  return {
    ...summaryOf(recorded),
    version: round.version,
    members: round.members.map((member) => {
      const card = cards.get(member.agent) ?? null;
      return memberView(member, zone, card, changesOf(card, now?.get(member.agent) ?? null, now !== null));
    }),
    pinned,
    closed: markView(round.closed, zone),
    history: historyView(recorded),
  };
}

function changesOf(
  card: ScorecardView | null,
  now: ScorecardView | null,
  isPinned: boolean,
): ChangedFigure[] {
  return card === null || !isPinned ? [] : changedFigures(card, now);
}

const byId = (cards: readonly ScorecardView[]) => new Map(cards.map((card) => [card.id, card]));
