import { faultsOfGoal, type Goal } from '../../center/config/goal.ts';
import type { ContactCenter } from '../../center/contact-center.ts';
import type { Entry } from '../journal/entry.ts';
import type { Journal } from '../journal/journal.ts';
import { REMOVED, readWritten, type Written } from '../journal/written.ts';

/** A goal, where it was set, and who set it last. */
export interface KnownGoal extends Goal {
  source: 'configuration' | 'api';
  /** How often it was set or removed through the API; 0 in the configuration. */
  version: number;
  /** UTC ms. */
  changedAt: number | null;
  changedBy: string | null;
  note: string | null;
}

/** What stands in the journal: the goal and why; of one that is removed, as it was. */
interface GoalBody {
  goal: Goal;
  note: string | null;
}

export type GoalEntry = Entry<GoalBody>;
export type WrittenGoal = Written<GoalBody>;

/** All goals that hold: those of the configuration, then those of the API; of one id the configuration's. */
export async function readGoals(center: ContactCenter, journal: Journal): Promise<KnownGoal[]> {
  const written = await readWritten<GoalBody>(journal, 'goal');
  const configured = center.goals.map(
    (goal): KnownGoal => ({
      ...goal,
      source: 'configuration',
      version: 0,
      changedAt: null,
      changedBy: null,
      note: null,
    }),
  );
  const taken = new Set(center.goals.map(({ id }) => id));
  const others = [...written.values()]
    .filter(({ isRemoved, last }) => !isRemoved && !taken.has(last.id) && isKnown(last.body.goal))
    .map(({ last }) => knownGoal(last));
  return [...configured, ...others];
}

/** The center with the goals of both sources: whatever reads the configuration's goals then has all. */
export async function withAllGoals(center: ContactCenter, journal: Journal): Promise<ContactCenter> {
  return { ...center, goals: await readGoals(center, journal) };
}

/** Everything that was ever written about one goal; undefined where nothing was. */
export async function readWrittenGoal(journal: Journal, id: string): Promise<WrittenGoal | undefined> {
  return (await readWritten<GoalBody>(journal, 'goal', id)).get(id);
}

interface Act {
  /** UTC ms. */
  at: number;
  by: string;
  /** The version that holds; 0 of what was never set. */
  version: number;
}

/** @throws LinewatchError `CHANGED_MEANWHILE` */
export async function setGoal(journal: Journal, goal: Goal, note: string | null, act: Act): Promise<void> {
  await journal.append(entryOf(goal, note, 'set', act));
}

/** @throws LinewatchError `CHANGED_MEANWHILE` */
export async function removeGoal(journal: Journal, goal: Goal, act: Act): Promise<void> {
  await journal.append(entryOf(goal, null, REMOVED, act));
}

function entryOf(goal: Goal, note: string | null, what: string, { at, by, version }: Act): GoalEntry {
  return { kind: 'goal', id: goal.id, version: version + 1, at, by, what, body: { goal, note } };
}

/** A metric may have gone since. */
const isKnown = (goal: Goal) => faultsOfGoal(goal, goal).length === 0;

function knownGoal({ at, by, version, body: { goal, note } }: GoalEntry): KnownGoal {
  return { ...goal, source: 'api', version, changedAt: at, changedBy: by, note };
}
