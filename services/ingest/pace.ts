import { setTimeout as sleep } from 'node:timers/promises';
import type { Bell } from '../lib/bell.ts';
import { partitionKey, type StreamBatch } from '../lib/event-stream.ts';
import { sizeOf } from './block.ts';
import type { DeliveryOptions } from './options.ts';
import { partitionsLost, type Tenure } from './tenure.ts';

/** Keeps the block within its limits: batches wait for room, with heartbeats, while a server is away. */
export interface Admission {
  /**
   * Waits until the block has room for a batch and keeps that room until the function that it gives is called. Rejects
   * when the tenure is over.
   */
  admit(mine: Tenure, batch: StreamBatch, heartbeat: () => Promise<void>): Promise<() => void>;
}

export function createAdmission(
  deps: {
    /** Rung by whoever makes room. */
    room: Bell;
    /** Rung to have the block written at once. */
    arrival: Bell;
    isOver: (mine: Tenure) => boolean;
  },
  options: Pick<DeliveryOptions, 'maxRecords' | 'maxBytes' | 'heartbeatMs'>,
): Admission {
  function hasRoom({ block, reserved }: Tenure, batch: StreamBatch, bytes: number): boolean {
    if (block.sealed.has(partitionKey(batch))) return false;
    const records = block.records + reserved.records;
    const total = block.bytes + reserved.bytes + bytes;
    return records === 0 || (records < options.maxRecords && total <= options.maxBytes);
  }

  return {
    async admit(mine, batch, heartbeat) {
      const bytes = sizeOf(batch);
      const records = batch.records.length;
      while (!hasRoom(mine, batch, bytes)) {
        if (deps.isOver(mine)) throw partitionsLost();
        mine.crowded = true;
        deps.arrival.ring();
        await Promise.race([deps.room.heard(), sleep(options.heartbeatMs, undefined, { ref: false })]);
        await heartbeat();
      }
      mine.reserved.records += records;
      mine.reserved.bytes += bytes;
      return () => {
        mine.reserved.records -= records;
        mine.reserved.bytes -= bytes;
        deps.room.ring();
      };
    },
  };
}

/**
 * Waits for `work` and calls `beat` every `everyMs` meanwhile. Rejects as soon as a beat does: `work` then goes on
 * unwatched, and whatever comes of it is ignored.
 */
export async function beating<T>(work: Promise<T>, beat: () => Promise<void>, everyMs: number): Promise<T> {
  work.catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  const refused = new Promise<never>((_, reject) => {
    timer = setInterval(() => beat().catch(reject), everyMs);
  });
  try {
    return await Promise.race([work, refused]);
  } finally {
    clearInterval(timer);
  }
}

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
