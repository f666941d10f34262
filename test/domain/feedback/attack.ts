import { aggregateOf, type Block, releasedBlocks } from '../../../services/domain/feedback/blocks.ts';
import { feedbackOf } from '../../../services/domain/feedback/feedback.ts';
import {
  type GivenAnswer,
  type PeerAnswer,
  peerAnswerOf,
} from '../../../services/domain/feedback/peer-answer.ts';

/** How answers become blocks: the rule, or one that is to be found out. */
export type Release = (answers: readonly PeerAnswer[]) => Block[];

export const TEAMS: Record<string, readonly string[]> = {
  east: ['a1', 'a2', 'a3', 'a4', 'a5'],
  west: ['b1'],
};
const AGENTS = Object.values(TEAMS).flat();
const DIMENSIONS = ['collaboration', 'courtesy'];
const PERIODS = [['2026-Q1'], ['2026-Q2'], ['2026-Q1', '2026-Q2']];

/** Every figure that somebody who may ask for everything gets at an instant, by its question: a mean. */
function figuresOf(arrived: readonly GivenAnswer[], release: Release): Map<string, number> {
  // Partition by partition, as they are read.
  const ordered = arrived.toSorted((a, b) => a.partition - b.partition);
  const answers = ordered.flatMap((given) => peerAnswerOf(given) ?? []);
  const figures = new Map<string, number>();
  const put = (question: string, found: { value: number } | number | null) => {
    if (found !== null) figures.set(question, typeof found === 'number' ? found : found.value);
  };
  for (const quarters of PERIODS) {
    const blocks = release(answers).filter(({ quarter }) => quarters.includes(quarter));
    const of = (agents: readonly string[]) => blocks.filter(({ agent }) => agents.includes(agent));
    const released = { blocks: new Map(AGENTS.map((agent) => [agent, of([agent])])), selves: new Map() };
    for (const [team, agents] of Object.entries(TEAMS)) {
      for (const agent of agents) {
        for (const { id, others, relations, team: mean } of feedbackOf(released, agent, agents, DIMENSIONS)) {
          put(`${quarters} ${agent} ${id}`, others);
          put(`${quarters} ${team} ${id}`, mean);
          for (const [relation, one] of Object.entries(relations))
            put(`${quarters} ${agent} ${id} ${relation}`, one);
        }
        put(`${quarters} scorecard ${agent}`, aggregateOf(of([agent])));
      }
      put(`${quarters} scorecard ${team}`, aggregateOf(of(agents)));
    }
    put(`${quarters} scorecard center`, aggregateOf(blocks));
  }
  return figures;
}

/** What a figure is made of: how much of each answer is in it, by the answer's place. */
export type Form = readonly number[];

/**
 * The figures of several instants as they hang together with the answers. Nothing is taken from how they are made: each
 * answer is changed, and what changes with it is made of it. Figures are linear in the answers.
 *
 * @param instants up to which place answers have come, for each partition
 */
export function formsOf(
  given: readonly GivenAnswer[],
  instants: readonly (readonly number[])[],
  release: Release = releasedBlocks,
): Form[] {
  const forms = new Map<string, Form>();
  for (const instant of instants) {
    const isThere = given.map(({ partition }, i) => i < instant[partition]!);
    const figuresWith = (answers: readonly GivenAnswer[]) =>
      figuresOf(
        answers.filter((_, i) => isThere[i]),
        release,
      );
    const before = figuresWith(given);
    const changed = given.map((answer, i) =>
      isThere[i] ? figuresWith(given.with(i, { ...answer, score: answer.score + 1 })) : before,
    );
    for (const [question, value] of before) {
      const form = changed.map((after) => Math.round((after.get(question)! - value) * 1e9) / 1e9);
      forms.set(JSON.stringify(form), form);
    }
  }
  return [...forms.values()];
}

const personOf = ({ actorKind, actor }: GivenAnswer) => `${actorKind} ${actor}`;

/** How many people have answers at these places. */
export function peopleAt(given: readonly GivenAnswer[], has: (place: number) => boolean): number {
  return new Set(given.filter((_, i) => has(i)).map(personOf)).size;
}

/**
 * Two people of whom somebody who puts figures together in any way (sums, differences, multiples of any number of them)
 * could learn something that has nobody else in it; null if there are none. Such a figure exists exactly where the
 * figures lose a dimension when the two are left out.
 */
export function exposedPair(given: readonly GivenAnswer[], forms: readonly Form[]): [string, string] | null {
  const people = [...new Set(given.map(personOf))];
  const whole = rankOf(forms);
  for (const one of people) {
    for (const other of people) {
      const left = given.flatMap((answer, i) => ([one, other].includes(personOf(answer)) ? [] : [i]));
      if (rankOf(forms.map((form) => left.map((i) => form[i]!))) < whole) return [one, other];
    }
  }
  return null;
}

/** By elimination with the largest pivot. */
function rankOf(forms: readonly Form[]): number {
  const rows = forms.map((form) => [...form]);
  const columns = rows[0]?.length ?? 0;
  let rank = 0;
  for (let column = 0; column < columns && rank < rows.length; column++) {
    let pivot = rank;
    for (let i = rank; i < rows.length; i++)
      if (Math.abs(rows[i]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = i;
    if (Math.abs(rows[pivot]![column]!) < 1e-6) continue;
    [rows[rank], rows[pivot]] = [rows[pivot]!, rows[rank]!];
    for (let i = rank + 1; i < rows.length; i++) {
      const factor = rows[i]![column]! / rows[rank]![column]!;
      if (factor === 0) continue;
      for (let k = column; k < columns; k++) rows[i]![k]! -= factor * rows[rank]![k]!;
    }
    rank++;
  }
  return rank;
}
