import { createHash } from 'node:crypto';
import type { FactName } from '../domain/measure/fact.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import { CATALOGUE } from '../metrics/catalogue/index.ts';
import type { Condition } from '../metrics/definition/language.ts';
import {
  anchorOf,
  DIMENSION_COLUMNS,
  dimensionsOf,
  figureOf,
  isOfFacts,
  type Metric,
} from '../metrics/definition/metric.ts';
import { FIRST_CONTACT_WINDOW_MS } from '../metrics/definition/windows.ts';
import { spellsOf } from '../metrics/depths.ts';
import type { Part } from '../metrics/evaluate/parts.ts';
import { haveSurveys } from '../metrics/rows/surveys.ts';
import { AGENT_CUTS } from './agent-cuts.ts';
import { AGENT_NEWS } from './agent-hours.ts';
import { BIN_CUTS, CUTS, type Cut } from './cuts.ts';
import { isDistinct, isTold, untoldOf } from './distinct/told.ts';
import {
  type Durations,
  distinctOf,
  durationsOf,
  isSame,
  sameDurations,
  samePart,
  wholeParts,
} from './kept.ts';
import { HOUR_MS, type Note } from './notes.ts';
import { longest, steadyAfter } from './present.ts';

/** Rows that lie in an hour, and what is kept of them. */
export type Source = OfFacts | OfDepth | OfFirstSolutions | OfAgents;

interface Kept {
  /** Unique for what it is: rows of another formula are never taken for its own. */
  name: string;
  facts: readonly FactName[];
  /** At most `MAX_PARTS`; the column of one is its place: p0 and so on. */
  parts: readonly Part[];
  durations: readonly Durations[];
  /** What ingest notes of hours that concern it, and how many hours before a noted one are touched as well. */
  noted: readonly { what: string; hoursBefore: number }[];
  /** An hour stays open for so long after its end, ms: what its rows say of the present changes until then. */
  openMs: number;
}

/** Facts that lie in the hour by their anchor. */
export interface OfFacts extends Kept {
  kind: 'facts';
  anchor: 'start' | 'end';
  /** Whether distinct conversations are asked for by label. */
  isByLabel: boolean;
}

/** Spells that begin, +1, and end, -1: p0 is by how many more are open at the hour's end. */
export interface OfDepth extends Kept {
  kind: 'depth';
  where: Condition;
}

/** Conversations first solved in the hour, each knowing whether its customer came back. */
export interface OfFirstSolutions extends Kept {
  kind: 'fcr';
}

/** The time of agents in the hour, in pieces; of no facts. */
export interface OfAgents extends Kept {
  kind: 'agents';
}

/** Columns of `rollups`. */
export const MAX_PARTS = 32;
/** Grows when the meaning of what is stored changes other than by formula or dimensions. */
const VERSION = 3;

/** Every source that a metric of the catalogue can be answered from. */
export const SOURCES: readonly Source[] = [
  ...factSources(CATALOGUE),
  ...depthSources(CATALOGUE),
  ...firstSolutionSources(CATALOGUE),
  ...agentSources(CATALOGUE),
];

/** Kinds of facts that some source is made of. */
export const ROLLED_FACTS: readonly FactName[] = [...new Set(SOURCES.flatMap(({ facts }) => facts))];

/** How far before a noted hour another one may be touched by it, ms. */
export const REACH_MS =
  HOUR_MS * Math.max(...SOURCES.flatMap(({ noted }) => noted.map(({ hoursBefore }) => hoursBefore)));

/** The source of a metric by an anchor; null where it has none. */
export function sourceFor(metric: Metric, anchor: 'start' | 'end'): Source | null {
  const found = SOURCES.find((source) => {
    if (source.kind !== metric.kind) return false;
    if (source.kind === 'facts')
      return source.anchor === anchor && source.facts.join() === metric.facts.join();
    return (
      source.kind !== 'depth' || isSame({ facts: source.facts, where: source.where }, depthSpells(metric))
    );
  });
  return found ?? null;
}

/** The hours of a source that notes concern, UTC ms, and when that was noted first. */
export function touchedBy(
  { noted }: Pick<Source, 'noted'>,
  notes: readonly Note[],
): ReadonlyMap<number, number> {
  const before = new Map(noted.map(({ what, hoursBefore }) => [what, hoursBefore]));
  const touched = new Map<number, number>();
  for (const { what, hour: last, since } of notes) {
    const first = last - (before.get(what) ?? -1) * HOUR_MS;
    for (let hour = first; hour <= last; hour += HOUR_MS)
      touched.set(hour, Math.min(touched.get(hour) ?? since, since));
  }
  return touched;
}

function factSources(catalogue: readonly Metric[]): OfFacts[] {
  const found = new Map<string, { anchor: 'start' | 'end'; metrics: Metric[] }>();
  for (const metric of catalogue) {
    // Of surveys, whose they are is looked up when it is asked.
    if (!isOfFacts(metric) || haveSurveys(metric.facts)) continue;
    const anchor = anchorOf(metric);
    getOrInsert(found, `${metric.facts.join('+')} ${anchor}`, () => ({ anchor, metrics: [] })).metrics.push(
      metric,
    );
  }
  return [...found].flatMap(([key, { anchor, metrics }]) => {
    const { facts } = metrics[0]!;
    const parts = partsFor(
      key,
      metrics,
      (part) => !isDistinct(part) || isTold(part.aggregate, { facts, anchor }),
    );
    // Percentiles of other variants are asked for seldom.
    const durations = distinctOf(
      metrics.flatMap(({ figure }) => durationsOf(figure) ?? []),
      sameDurations,
    );
    if (parts.length === 0) return [];
    const noted = facts.map((fact) => ({ what: `${fact} ${anchor}`, hoursBefore: 0 }));
    const openMs = longest(conditionsOf({ parts, durations }).map(steadyAfter))!;
    return [
      {
        kind: 'facts',
        name: named(key, { parts, durations, openMs }),
        facts,
        anchor,
        isByLabel: metrics.some(isByLabel),
        parts,
        durations,
        noted,
        openMs,
      },
    ];
  });
}

function depthSources(catalogue: readonly Metric[]): OfDepth[] {
  const depths = catalogue.filter(({ kind }) => kind === 'depth').map(depthSpells);
  return distinctOf(depths, isSame).map(({ facts, where }) => {
    const parts: Part[] = [{ aggregate: { kind: 'count', where }, merge: 'sum' }];
    const noted = facts.flatMap((fact) => [
      { what: `${fact} start`, hoursBefore: 0 },
      { what: `${fact} end`, hoursBefore: 0 },
    ]);
    const name = named(`${facts.join('+')} depth`, { parts, durations: [], openMs: 0 });
    return { kind: 'depth', name, facts, where, parts, durations: [], noted, openMs: 0 };
  });
}

/** Whether somebody came back is known once the window has passed. */
function firstSolutionSources(catalogue: readonly Metric[]): OfFirstSolutions[] {
  const metrics = catalogue.filter(({ kind }) => kind === 'fcr');
  const parts = partsFor('fcr', metrics);
  const hoursBefore = Math.ceil(FIRST_CONTACT_WINDOW_MS / HOUR_MS) + 1;
  return [
    {
      kind: 'fcr',
      name: named('fcr', { parts, durations: [], openMs: FIRST_CONTACT_WINDOW_MS }),
      facts: ['first_resolution'],
      parts,
      durations: [],
      noted: [
        { what: 'first_resolution end', hoursBefore: 0 },
        { what: 'conversation start', hoursBefore },
        { what: 'reopen start', hoursBefore },
      ],
      openMs: FIRST_CONTACT_WINDOW_MS,
    },
  ];
}

function agentSources(catalogue: readonly Metric[]): OfAgents[] {
  const parts = partsFor(
    'agents',
    catalogue.filter(({ kind }) => kind === 'agents'),
  );
  const kept = { parts, durations: [], openMs: 0 };
  return [
    {
      kind: 'agents',
      name: named('agents', { ...kept, cuts: AGENT_CUTS }),
      facts: [],
      ...kept,
      noted: [{ what: AGENT_NEWS, hoursBefore: 0 }],
    },
  ];
}

function depthSpells(metric: Metric): { facts: readonly FactName[]; where: Condition } {
  const { fact, where } = spellsOf(metric);
  return { facts: [fact], where };
}

function isByLabel(metric: Metric): boolean {
  return dimensionsOf(metric).some((dimension) => DIMENSION_COLUMNS[dimension] === 'label');
}

function partsFor(name: string, metrics: readonly Metric[], canBeKept = (_: Part) => true): Part[] {
  const figures = metrics.flatMap((metric) =>
    [undefined, ...Object.keys(metric.variants ?? {})].map((variant) => figureOf(metric, variant)),
  );
  const parts = distinctOf(figures.flatMap((figure) => wholeParts(figure) ?? []).filter(canBeKept), samePart);
  const untold = untoldOf(parts);
  if (untold !== null) parts.push(untold);
  if (parts.length > MAX_PARTS)
    throw new Error(`${name} has ${parts.length} parts, and roll-ups ${MAX_PARTS} columns`);
  return parts;
}

function conditionsOf({ parts, durations }: Pick<Source, 'parts' | 'durations'>): Condition[] {
  return [...parts.map(({ aggregate }) => aggregate.where), ...durations.map(({ where }) => where)];
}

function named(
  key: string,
  kept: Pick<Source, 'parts' | 'durations' | 'openMs'> & { cuts?: readonly Cut[] },
): string {
  const hash = createHash('sha256').update(JSON.stringify([VERSION, CUTS, BIN_CUTS, kept]));
  return `${key} ${hash.digest('hex').slice(0, 8)}`;
}
