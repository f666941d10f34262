import { type AlertSubject, NO_DIMENSIONS } from '../alert.ts';
import type { Verdict } from '../states/hold.ts';

/** What a figure may be about. Empty: that it has none. */
export type Group = Pick<AlertSubject, keyof typeof NO_DIMENSIONS> & {
  /** What sends events, of rules that watch for silence. */
  source: string;
};

export const EVERYTHING: Group = { ...NO_DIMENSIONS, source: '' };

/** What a look at one group's figure gave. */
export interface Reading {
  group: Group;
  verdict: Verdict;
  value: number | null;
  /** What it is compared with. */
  threshold: number | null;
}

/** The readings of a rule at one time. */
export interface Look {
  readings: readonly Reading[];
  /** What is to be thought of a group that is not among them: nothing happens there. */
  absent: Omit<Reading, 'group'>;
}

export function groupKey(group: Group): string {
  const { queue, team, agent, channel, priority, customerTier, policy, source } = group;
  return [queue, team, agent, channel, priority, customerTier, policy, source].join('\n');
}
