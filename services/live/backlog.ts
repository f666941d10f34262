import { createCoverage, type Offsets } from './coverage.ts';
import type { LiveDelta } from './feed.ts';

/** News that come while storage is read. */
export interface Backlog {
  add(delta: LiveDelta): void;
  /** Whether storage that reaches up to these offsets lacks nothing of what was before these news. */
  followsOn(offsets: Offsets): boolean;
  /** What has come, and nothing is left. */
  take(): readonly LiveDelta[];
}

/** @param maxTold conversations and states beyond which the older half of the news is let go: storage has them soon */
export function createBacklog(maxTold: number): Backlog {
  let deltas: LiveDelta[] = [];
  let told = 0;
  return {
    add(delta) {
      deltas.push(delta);
      told += sizeOf(delta);
      if (told <= maxTold) return;
      deltas = deltas.slice(Math.ceil(deltas.length / 2));
      told = deltas.reduce((sum, one) => sum + sizeOf(one), 0);
    },
    followsOn(offsets) {
      const coverage = createCoverage();
      coverage.stored(offsets, new Map());
      for (const { positions } of deltas) for (const position of positions) coverage.heard(position);
      return !coverage.hasGap;
    },
    take() {
      const taken = deltas;
      deltas = [];
      told = 0;
      return taken;
    },
  };
}

function sizeOf({ conversations, agents }: LiveDelta): number {
  return conversations.length + agents.length;
}
