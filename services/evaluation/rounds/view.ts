import type { HistoryEntry } from '../../domain/rounds/history.ts';
import { historyOf } from '../../domain/rounds/history.ts';
import {
  type AgreedGoal,
  isAgreed,
  type Mark,
  type Member,
  type Note,
  type RoundState,
  type Side,
  stateOf,
} from '../../domain/rounds/round.ts';
import { toIso } from '../../lib/time/range.ts';
import { findScored } from '../../metrics/catalogue/index.ts';
import type { ScorecardView } from '../view.ts';
import type { ChangedFigure } from './changed.ts';
import type { RecordedRound } from './rounds.ts';

/** A round as the API shows it in a list; times with the offset of the team's zone. */
export interface RoundSummary {
  id: string;
  team: string;
  name: string;
  period: { name: string; from: string; to: string; tz: string };
  state: RoundState;
  agents: number;
  /** Agents whose goals both sides have confirmed. */
  confirmed: number;
  openedAt: string;
  openedBy: string;
}

interface MarkView {
  by: string;
  at: string;
}
type NoteView = MarkView & { text: string };

/** Amounts in the metric's unit. */
export interface GoalView {
  metric: string;
  title: string;
  unit: string;
  variant?: string;
  goal: number | null;
  direction: 'at_least' | 'at_most' | null;
  weight: number;
  /** How a value becomes points; null where there is no goal to go by. */
  points: 'linear' | 'steps' | 'z' | null;
}

export interface MemberView {
  agent: string;
  name: string;
  goals: GoalView[];
  /** To be named by who confirms these goals and no others. */
  goals_version: number;
  confirmed: Record<Side, MarkView | null>;
  remark: NoteView | null;
  answer: NoteView | null;
  /** The pinned one, or as it stands now. Null where there is none, or what was pinned is no longer there as it was. */
  card: ScorecardView | null;
  changed: ChangedFigure[];
}

export interface HistoryView extends MarkView {
  version: number;
  what: string;
  agent?: string;
  as?: Side;
  text?: string;
  hash?: string;
  changes?: { agent: string; before: GoalView[] | null; after: GoalView[] }[];
}

export function summaryOf({ id, round }: RecordedRound): RoundSummary {
  const { team, name, period, members, opened } = round;
  const iso = (at: number) => toIso(at, period.zone);
  return {
    id,
    team,
    name,
    period: { name: period.name, from: iso(period.from), to: iso(period.to), tz: period.zone },
    state: stateOf(round),
    agents: members.length,
    confirmed: members.filter(isAgreed).length,
    openedAt: iso(opened.at),
    openedBy: opened.by,
  };
}

export function memberView(
  { agent, name, goals, goalsVersion, confirmed, remark, answer }: Member,
  zone: string,
  card: ScorecardView | null,
  changed: ChangedFigure[],
): MemberView {
  return {
    agent,
    name,
    goals: goals.map(goalView),
    goals_version: goalsVersion,
    confirmed: { agent: markView(confirmed.agent, zone), supervisor: markView(confirmed.supervisor, zone) },
    remark: noteView(remark, zone),
    answer: noteView(answer, zone),
    card,
    changed,
  };
}

export function historyView({ round, acts }: RecordedRound): HistoryView[] {
  return historyOf(acts).map((entry) => entryView(entry, round.period.zone));
}

function entryView({ act, changes }: HistoryEntry, zone: string): HistoryView {
  const { version, what, body } = act;
  const { agent, as, text, hash } = body as Partial<Record<'agent' | 'text' | 'hash', string>> & {
    as?: Side;
  };
  return {
    version,
    ...markView(act, zone),
    what,
    ...(agent === undefined ? {} : { agent }),
    ...(as === undefined ? {} : { as }),
    ...(text === undefined ? {} : { text }),
    ...(hash === undefined ? {} : { hash }),
    ...(changes.length === 0
      ? {}
      : {
          changes: changes.map((change) => ({
            agent: change.agent,
            before: change.before?.map(goalView) ?? null,
            after: change.after.map(goalView),
          })),
        }),
  };
}

function goalView({ metric: id, variant, weight, rule }: AgreedGoal): GoalView {
  const metric = findScored(id);
  const known = rule === 'no_goal' ? null : rule;
  return {
    metric: id,
    title: metric?.title ?? id,
    unit: metric?.unit ?? '',
    ...(variant === undefined ? {} : { variant }),
    goal: known?.goal ?? null,
    direction: known?.direction ?? null,
    weight,
    points: known?.kind ?? null,
  };
}

export function markView(mark: Pick<Mark, 'by' | 'at'>, zone: string): MarkView;
export function markView(mark: Pick<Mark, 'by' | 'at'> | null, zone: string): MarkView | null;
export function markView(mark: Pick<Mark, 'by' | 'at'> | null, zone: string): MarkView | null {
  return mark === null ? null : { by: mark.by, at: toIso(mark.at, zone) };
}

function noteView(note: Note | null, zone: string): NoteView | null {
  return note === null ? null : { ...markView(note, zone), text: note.text };
}
