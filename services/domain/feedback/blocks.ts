import type { PeerAnswer, Relation } from './peer-answer.ts';

/** From so many people up, what they say together is shown. */
export const SHOWN_FROM = 3;

/** Answers of three people and more that were released together: nothing smaller ever goes out. */
export interface Block {
  readonly agent: string;
  readonly quarter: string;
  readonly dimension: string;
  readonly relation: Exclude<Relation, 'self'>;
  readonly scale: number;
  /** Sum of the scores. */
  readonly sum: number;
  /** Answers. */
  readonly n: number;
  readonly reviewers: ReadonlySet<string>;
}

type Open = Omit<Block, 'sum' | 'n' | 'reviewers'> & { answers: Map<string, PeerAnswer> };

/**
 * Cuts answers into blocks. Answers about one agent, of one quarter, dimension, relation, scale and partition are an
 * atom. In the order in which they came, a block of the atom closes as soon as three different people are in it; the next answer
 * opens another, and what is in an open block is in no figure.
 *
 * Two figures, asked for by whatever filters and at whatever times, are so made of whole blocks, and so is what they
 * differ by: each block is in it wholly or not at all. No sum, difference or other combination of figures has fewer than
 * three people in it. For that
 * - the order must be one that later answers only add to: that of the offsets of one partition is, that of clocks is not;
 * - a closed block stays: who answers the same question again can change the answer while its block is open, then no more;
 * - an atom has one scale: fifths and sevenths of one sum could be told apart.
 *
 * Self reviews are no block: they are shown as they are, to the agent and who leads it.
 *
 * @param answers those of each partition in the order of their offsets, none left out
 */
export function releasedBlocks(answers: Iterable<PeerAnswer>): Block[] {
  const released: Block[] = [];
  const open = new Map<string, Open>();
  /** The block of each question that was answered, closed ones included. */
  const places = new Map<string, Open>();
  for (const answer of answers) {
    if (answer.relation === 'self') continue;
    const place = places.get(answer.question);
    if (place !== undefined) {
      correct(place, answer, open);
      continue;
    }
    const { agent, quarter, dimension, relation, scale } = answer;
    const atom = atomOf(answer);
    const block = open.get(atom) ?? { agent, quarter, dimension, relation, scale, answers: new Map() };
    open.set(atom, block);
    block.answers.set(answer.question, answer);
    places.set(answer.question, block);
    const reviewers = new Set([...block.answers.values()].map(({ reviewer }) => reviewer));
    if (reviewers.size < SHOWN_FROM) continue;
    const scores = [...block.answers.values()].map(({ score }) => score);
    const sum = scores.reduce((a, b) => a + b, 0);
    released.push({ agent, quarter, dimension, relation, scale, sum, n: scores.length, reviewers });
    open.delete(atom);
  }
  return released;
}

const atomOf = ({ agent, quarter, dimension, relation, scale, partition }: PeerAnswer) =>
  JSON.stringify([agent, quarter, dimension, relation, scale, partition]);

/** What an open block has of a question becomes what was said last; it keeps its atom, and on another scale its value. */
function correct(block: Open, answer: PeerAnswer, open: ReadonlyMap<string, Open>): void {
  const before = block.answers.get(answer.question)!;
  const isOpen = open.get(atomOf(before)) === block;
  if (isOpen && answer.scale === before.scale)
    block.answers.set(answer.question, { ...before, score: answer.score });
}

/** What people say together. */
export interface Aggregate {
  /** Mean of score / scale, 0 to 1. */
  value: number;
  /** Answers. */
  n: number;
  /** Different people. */
  people: number;
}

/** What the people of some blocks say together; null of no block. */
export function aggregateOf(blocks: readonly Block[]): Aggregate | null {
  if (blocks.length === 0) return null;
  const n = blocks.reduce((sum, block) => sum + block.n, 0);
  // For each scale first, so that the order of blocks does not show in the last digits.
  const sums = new Map<number, number>();
  for (const { scale, sum } of blocks) sums.set(scale, (sums.get(scale) ?? 0) + sum);
  const shares = [...sums].sort(([a], [b]) => a - b).map(([scale, sum]) => sum / scale);
  const people = new Set(blocks.flatMap(({ reviewers }) => [...reviewers])).size;
  return { value: shares.reduce((a, b) => a + b, 0) / n, n, people };
}
