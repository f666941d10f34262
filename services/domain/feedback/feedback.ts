import { PEERS_SHOWN_FROM } from '../scorecard/peers.ts';
import { boundedMeanInterval } from '../statistics/bounded-mean.ts';
import { SHOWN_FROM as INTERVAL_FROM, type Interval } from '../statistics/interval.ts';
import { type Aggregate, aggregateOf, type Block } from './blocks.ts';
import type { PeerAnswer } from './peer-answer.ts';

/** What is said of somebody in one dimension; values are from 0 to 1. */
export interface DimensionFeedback {
  id: string;
  others: (Aggregate & { interval: Interval | null }) | null;
  /** What the agent says of itself. */
  self: number | null;
  /** What is said of the agents of its team together; null where that is of fewer than five of them. */
  team: number | null;
  relations: Record<Block['relation'], Aggregate | null>;
}

/** Everything that may be told, as it was released. */
export interface Released {
  /** By agent. */
  blocks: ReadonlyMap<string, readonly Block[]>;
  /** Of self reviews, by agent and dimension, the mean: 0 to 1. */
  selves: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

const OTHERS = ['colleague', 'supervisor', 'customer'] as const;

/**
 * What is said of an agent, dimension by dimension: those asked for, and those that there are figures of.
 *
 * @param team the agents of its team, itself among them
 */
export function feedbackOf(
  { blocks, selves }: Released,
  agent: string,
  team: readonly string[],
  dimensions: readonly string[],
): DimensionFeedback[] {
  const own = blocks.get(agent) ?? [];
  const ofTeam = team.flatMap((one) => blocks.get(one) ?? []);
  const self = selves.get(agent) ?? new Map<string, number>();
  const found = [...own.map(({ dimension }) => dimension), ...self.keys()].sort();
  return [...new Set([...dimensions, ...found])].map((id) => {
    const about = (some: readonly Block[]) => some.filter(({ dimension }) => dimension === id);
    const others = about(own);
    const peers = about(ofTeam);
    const isTeam = new Set(peers.map((block) => block.agent)).size >= PEERS_SHOWN_FROM;
    return {
      id,
      others: withInterval(aggregateOf(others)),
      self: self.get(id) ?? null,
      team: isTeam ? aggregateOf(peers)!.value : null,
      relations: Object.fromEntries(
        OTHERS.map((relation) => [relation, aggregateOf(others.filter((one) => one.relation === relation))]),
      ) as DimensionFeedback['relations'],
    };
  });
}

function withInterval(aggregate: Aggregate | null): DimensionFeedback['others'] {
  return aggregate && { ...aggregate, interval: aggregateInterval(aggregate) };
}

/**
 * How sure an aggregate is, by what is shown already: how far apart people are would tell more of them than their mean
 * does. People are counted, as several answers of one person are hardly several opinions. Null of fewer than five.
 */
export function aggregateInterval({ value, people }: Aggregate): Interval | null {
  return people < INTERVAL_FROM ? null : boundedMeanInterval(value, people);
}

/** What agents say of themselves, by agent and dimension: the mean of their answers, each as given last. 0 to 1. */
export function selvesOf(answers: readonly PeerAnswer[], quarters: readonly string[]): Released['selves'] {
  const last = new Map<string, PeerAnswer>();
  for (const answer of answers) if (answer.relation === 'self') last.set(answer.question, answer);
  const shares = new Map<string, Map<string, number[]>>();
  for (const { agent, dimension, quarter, score, scale } of last.values()) {
    if (!quarters.includes(quarter)) continue;
    const of = shares.get(agent) ?? new Map<string, number[]>();
    shares.set(agent, of.set(dimension, [...(of.get(dimension) ?? []), score / scale]));
  }
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  return new Map(
    [...shares].map(([agent, of]) => [agent, new Map([...of].map(([id, values]) => [id, mean(values)]))]),
  );
}
