import type { ContactCenter } from '../../center/contact-center.ts';
import { whyNotPinned } from '../../domain/rounds/refusal.ts';
import { contentHash } from '../../lib/canonical-json.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { linewatchVersion } from '../../lib/version.ts';
import { readFreshness } from '../../metrics/freshness.ts';
import { journalOf } from '../journal/journal.ts';
import { createScorecards } from '../scorecards.ts';
import { type ScorecardView, scorecardView } from '../view.ts';
import { type Contents, contentOf, createContents } from './content.ts';
import { scorecardFrom } from './goals.ts';
import { createRounds, OutOfTurn, type RecordedRound, type Rounds } from './rounds.ts';
import { notesOf } from './settling.ts';

export interface RoundDeps {
  clickhouse: ClickHouse;
  center: () => ContactCenter;
  /** UTC ms. */
  now: () => number;
}

/** Rounds, with the scorecards that they are about. */
export interface RoundDesk {
  rounds: Rounds;
  contents: Contents;
  /** The scorecards of the members as they stand now, by the goals of the round. */
  cardsNow(round: RecordedRound): Promise<ScorecardView[]>;
  /**
   * Pins the scorecards: what they are is stored, and its hash goes into the round.
   *
   * @throws OutOfTurn before the period is over, or where they are pinned already
   * @throws LinewatchError `CHANGED_MEANWHILE` where something else was done in the round at the same time
   */
  pin(round: RecordedRound, by: string): Promise<RecordedRound>;
}

export function createRoundDesk(deps: RoundDeps): RoundDesk {
  const { clickhouse, center, now } = deps;
  const journal = journalOf(clickhouse);
  const rounds = createRounds(journal);
  const contents = createContents(journal);
  const scorecards = createScorecards(deps);
  const linewatch = linewatchVersion();

  async function cardsNow({ round }: RecordedRound): Promise<ScorecardView[]> {
    const { team, period, members } = round;
    if (period.from > now()) return [];
    const cards = await scorecards.of({
      of: 'agent',
      period: period.name,
      rangeIn: () => period,
      filters: {},
      shown: { agent: members.map(({ agent }) => agent) },
      agreed: new Map(members.map((member) => [member.agent, { definition: scorecardFrom(member), team }])),
    });
    return cards.map((card) => scorecardView('agent', {}, card));
  }

  return {
    rounds,
    contents,
    cardsNow,
    async pin(recorded, by) {
      const { id, round } = recorded;
      const at = now();
      const refusal = whyNotPinned(round, at);
      // Said before anything is reckoned.
      if (refusal !== null) throw new OutOfTurn(refusal);
      // Read first: what comes in between is in the figures, and not promised.
      const { asOf } = await readFreshness(clickhouse, at);
      const notes = notesOf(round, at, asOf);
      const configuration = contentHash(center());
      const cards = await cardsNow(recorded);
      const content = contentOf(recorded, cards, { linewatch, configuration, notes, asOf });
      const hash = await contents.store(content, by, at);
      return rounds.act(id, recorded, { what: 'pinned', body: { hash, notes } }, by, at);
    },
  };
}
