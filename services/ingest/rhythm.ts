import { setTimeout as sleep } from 'node:timers/promises';
import type { Bell } from '../lib/bell.ts';
import type { DeliveryOptions } from './options.ts';
import type { Tenure } from './tenure.ts';

/** Says when a unit is to be written: under light load at once, under heavy load `lingerMs` after the last one. */
export interface Rhythm {
  /** Resolves with the tenure whose block is to be written next; null once all is written and nothing more will come. */
  due(): Promise<Tenure | null>;
  /** A unit has been taken to be written. */
  began(): void;
}

export function createRhythm(
  deps: {
    /** Rung when a block has got something, when one is crowded, and at the end. */
    arrival: Bell;
    now: () => number;
    current: () => Tenure;
    isClosing: () => boolean;
  },
  options: Pick<DeliveryOptions, 'lingerMs' | 'idleMs' | 'maxRecords'>,
): Rhythm {
  const { arrival, current } = deps;
  let lastBeganAt = 0;

  /** Lets events gather after a unit was begun. */
  async function linger(): Promise<void> {
    const over = sleep(
      Math.min(options.lingerMs, Math.max(0, lastBeganAt + options.lingerMs - deps.now())),
      'over',
    );
    while (current().block.records < options.maxRecords && !current().crowded && !deps.isClosing()) {
      if ((await Promise.race([arrival.heard(), over])) === 'over') return;
    }
  }

  return {
    async due() {
      while (true) {
        if (!isEmpty(current())) {
          await linger();
          if (!isEmpty(current())) return current();
          continue;
        }
        if (deps.isClosing()) return null;
        const idle = await Promise.race([arrival.heard(), sleep(options.idleMs, 'idle', { ref: false })]);
        // How fresh everything is, is told even where nothing happens.
        if (idle === 'idle' && current().assigned.length > 0) return current();
      }
    },
    began() {
      lastBeganAt = deps.now();
    },
  };
}

function isEmpty({ block: { records, lost } }: Tenure): boolean {
  return records === 0 && lost.length === 0;
}
