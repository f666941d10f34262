import type { Act, Deed } from '../../domain/rounds/acts.ts';
import { afterAct, foldRound } from '../../domain/rounds/fold.ts';
import { type Refusal, refusalOf } from '../../domain/rounds/refusal.ts';
import type { Round } from '../../domain/rounds/round.ts';
import { LinewatchError } from '../../lib/errors.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import type { Entry } from '../journal/entry.ts';
import type { Journal } from '../journal/journal.ts';

/** A round with all that was done in it. */
export interface RecordedRound {
  id: string;
  round: Round;
  acts: readonly Act[];
}

/** Something that is out of turn in a round as it stands; nothing has changed. */
export class OutOfTurn extends LinewatchError {
  constructor({ code, text }: Refusal) {
    super(code, text);
  }
}

/** The rounds of the journal. All reject with a `CLICKHOUSE_*` code while it is away. */
export interface Rounds {
  /** By id. */
  all(): Promise<RecordedRound[]>;
  /** Null where there is none. */
  one(id: string): Promise<RecordedRound | null>;
  /**
   * Writes down what somebody does. `seen`: the round that they looked at, null to open one.
   *
   * @param at UTC ms
   * @throws OutOfTurn where it cannot be done
   * @throws LinewatchError `CHANGED_MEANWHILE` where the round is no longer the one that was looked at
   */
  act(id: string, seen: RecordedRound | null, deed: Deed, by: string, at: number): Promise<RecordedRound>;
}

export function createRounds(journal: Journal): Rounds {
  return {
    async all() {
      const acts = new Map<string, Act[]>();
      for (const entry of await journal.read('round'))
        getOrInsert(acts, entry.id, () => []).push(actOf(entry));
      return [...acts].flatMap(([id, own]) => recorded(id, own) ?? []);
    },
    async one(id) {
      return recorded(id, (await journal.read('round', id)).map(actOf));
    },
    async act(id, seen, deed, by, at) {
      const acts = seen?.acts ?? [];
      const act: Act = { ...deed, by, at, version: (acts.at(-1)?.version ?? 0) + 1 };
      const refusal = refusalOf(seen?.round ?? null, act);
      if (refusal !== null) throw new OutOfTurn(refusal);
      await journal.append({ kind: 'round', id, ...act });
      return { id, round: afterAct(seen?.round ?? null, act)!, acts: [...acts, act] };
    },
  };
}

function recorded(id: string, acts: readonly Act[]): RecordedRound | null {
  const round = foldRound(acts);
  return round === null ? null : { id, round, acts };
}

/** Only acts are ever written under the kind `round`. */
const actOf = ({ kind: _, id: __, ...act }: Entry): Act => act as Act;
