import type { Mark, Round, Side } from '../../domain/rounds/round.ts';
import { canonicalJson, contentHash } from '../../lib/canonical-json.ts';
import { LinewatchError } from '../../lib/errors.ts';
import { toIso } from '../../lib/time/range.ts';
import { formulaOf } from '../definitions.ts';
import type { Journal } from '../journal/journal.ts';
import type { ScorecardView } from '../view.ts';
import { metricKey } from './goals.ts';
import type { RecordedRound } from './rounds.ts';

/** What is pinned of a round: all that its figures rest on. Times with the offset of the zone. */
export interface PinnedContent {
  round: string;
  team: string;
  period: { name: string; from: string; to: string; tz: string };
  /** Up to when everything was counted. */
  asOf: string | null;
  linewatch: string;
  /** Content hash of the configuration that held. */
  configuration: string;
  notes: readonly string[];
  members: readonly (Pick<Round['members'][number], 'agent' | 'name' | 'scorecard' | 'goals'> & {
    confirmed: Record<Side, { by: string; at: string } | null>;
  })[];
  /** What the metrics meant, as the catalogue had them. */
  formulas: readonly Formula[];
  cards: readonly ScorecardView[];
}

interface Formula {
  metric: string;
  variant?: string;
  definition: string;
  figure: unknown;
}

export type Circumstances = Pick<PinnedContent, 'linewatch' | 'configuration' | 'notes'> & {
  /** UTC ms. */
  asOf: number | null;
};

export function contentOf(
  { id, round }: Pick<RecordedRound, 'id' | 'round'>,
  cards: readonly ScorecardView[],
  { asOf, ...circumstances }: Circumstances,
): PinnedContent {
  const { team, period } = round;
  const iso = (at: number) => toIso(at, period.zone);
  const mark = (given: Mark | null) => (given === null ? null : { by: given.by, at: iso(given.at) });
  return {
    round: id,
    team,
    period: { name: period.name, from: iso(period.from), to: iso(period.to), tz: period.zone },
    asOf: asOf === null ? null : iso(asOf),
    ...circumstances,
    members: round.members.map(({ agent, name, scorecard, goals, confirmed }) => ({
      agent,
      name,
      scorecard,
      goals,
      confirmed: { agent: mark(confirmed.agent), supervisor: mark(confirmed.supervisor) },
    })),
    formulas: formulasOf(round),
    cards,
  };
}

function formulasOf({ members }: Round): Formula[] {
  const formulas = new Map<string, Formula>();
  for (const { metric: id, variant } of members.flatMap(({ goals }) => goals)) {
    const found = formulaOf(id, variant);
    if (found === null) continue;
    const { definition, figure } = found;
    const formula = { metric: id, ...(variant === undefined ? {} : { variant }), definition, figure };
    formulas.set(metricKey(id, variant), formula);
  }
  return [...formulas.values()];
}

/** Metrics of which the catalogue has another formula now than when they were pinned, as `metricKey` has them. */
export function changedFormulas({ formulas }: Pick<PinnedContent, 'formulas'>): ReadonlySet<string> {
  const isOther = ({ metric, variant, figure }: Formula) =>
    canonicalJson(formulaOf(metric, variant)?.figure) !== canonicalJson(figure);
  return new Set(formulas.filter(isOther).map(({ metric, variant }) => metricKey(metric, variant)));
}

/** What is stored under a hash. `found`: the hash of what is there, null where there is nothing. */
export interface StoredContent {
  content: PinnedContent | null;
  found: string | null;
}

/** Whether it is what was pinned in the round, to the last character. */
export function isIntact({ content, found }: StoredContent, round: string, hash: string): boolean {
  return found === hash && content?.round === round;
}

/** Keeps contents in the journal, each under its hash: the same content is stored once. */
export function createContents(journal: Journal) {
  return {
    /** @param at UTC ms @returns the hash */
    async store(content: PinnedContent, by: string, at: number): Promise<string> {
      const id = contentHash(content);
      try {
        await journal.append({ kind: 'pinned', id, version: 1, at, by, what: 'stored', body: content });
      } catch (error) {
        // Somebody pins the same at the same time; whose act counts, the round says.
        if (!(error instanceof LinewatchError) || error.code !== 'CHANGED_MEANWHILE') throw error;
      }
      return id;
    },
    async read(hash: string): Promise<StoredContent> {
      const [entry] = await journal.read('pinned', hash);
      if (entry === undefined) return { content: null, found: null };
      return { content: entry.body as PinnedContent, found: contentHash(entry.body) };
    },
  };
}

export type Contents = ReturnType<typeof createContents>;
