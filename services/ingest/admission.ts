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
