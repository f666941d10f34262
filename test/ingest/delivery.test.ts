import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { Unit } from '../../services/ingest/block-writer.ts';
import { createDelivery, type Delivery, type DeliveryDeps } from '../../services/ingest/delivery.ts';
import type { DeliveryOptions } from '../../services/ingest/options.ts';
import type { TrackedChange } from '../../services/ingest/tracker/tracker.ts';
import { LinewatchError } from '../../services/lib/errors.ts';
import type { PartitionOffset } from '../../services/lib/event-stream.ts';
import { batchOf } from './records.ts';

const P0 = { topic: 'contact.tickets', partition: 0 };
const OPTIONS: DeliveryOptions = {
  lingerMs: 1,
  maxRecords: 100,
  maxBytes: 10_000,
  maxPeeked: 100,
  idleMs: 60_000,
  heartbeatMs: 5,
  stallMs: 60_000,
  closeMs: 50,
  backoff: { minMs: 1, maxMs: 2 },
};
const beat = async () => {};
const away = () => new LinewatchError('CLICKHOUSE_UNAVAILABLE', 'away', { retriable: true });

/** A delivery that writes down what it does; records are dead letters all, which need no tracker. */
function createWorld(options: Partial<DeliveryOptions> = {}) {
  const trace: string[] = [];
  const failures: Error[] = [];
  const waits: string[] = [];
  const stored: Unit[] = [];
  const behaviour = {
    write: async (_unit: Unit) => {},
    commit: async (_offsets: readonly PartitionOffset[]) => {},
    changes: () => [] as Iterable<TrackedChange>,
    process: () => ({
      ok: false as const,
      reason: 'invalid' as const,
      stage: 'validate' as const,
      detail: '',
    }),
  };
  const rings = new Set<() => void>();
  const note = (line: string) => {
    trace.push(line);
    for (const ring of rings) ring();
  };
  const deps: DeliveryDeps = {
    pipeline: { prepare: async () => {}, process: () => behaviour.process() },
    tracker: {
      load: async () => {},
      add: () => true,
      peek: () => [],
      drain: () => behaviour.changes(),
      stored: () => {},
      clear: () => note('forget'),
      size: 0,
    },
    writer: {
      steps: [
        {
          name: 'write',
          async run(unit) {
            await behaviour.write(unit);
            note(`write ${unit.block.records}`);
          },
        },
      ],
    },
    stream: {
      async commit(offsets) {
        await behaviour.commit(offsets);
        note(
          offsets
            .map(({ offset, announced }) =>
              announced === null ? `commit ${offset}` : `announce ${offset}-${announced}`,
            )
            .join(' '),
        );
      },
      handedOverUntil: () => null,
    },
    log: pino({ level: 'silent' }),
    now: Date.now,
    onStored(unit) {
      stored.push(unit);
      for (const ring of rings) ring();
    },
    onWaiting: (step, code) => waits.push(`${step}: ${code}`),
    onFailed: (error) => failures.push(error),
  };
  const delivery = createDelivery(deps, { ...OPTIONS, ...options });
  /** Resolves when the trace satisfies a condition. */
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const ring = () => {
        if (!holds()) return;
        rings.delete(ring);
        resolve();
      };
      rings.add(ring);
      ring();
    });
  return { delivery, trace, note, failures, waits, stored, behaviour, until };
}

/** A conversation of which nothing is written but its row. */
const UNCHANGED: TrackedChange = {
  timeline: { key: 'c', stream: 'tickets', conversationId: 'c', openedAt: 0, channel: 'email' },
  version: 1,
  facts: [],
  origin: { partition: 0, offset: 0n },
  upserts: [],
  tombstones: [],
  moved: [],
  peeked: false,
  summary: {
    queue: '',
    team: '',
    agent: '',
    priority: '',
    customerTier: '',
    policy: '',
    customerId: '',
    status: '',
    lastEventAt: 0,
    endedAt: null,
    customerMessages: 0,
    agentMessages: 0,
    transfers: 0,
    reopens: 0,
  },
};

describe('delivery', () => {
  const open: Delivery[] = [];
  const world = (options?: Partial<DeliveryOptions>, announced: bigint | null = null) => {
    const made = createWorld(options);
    open.push(made.delivery);
    made.delivery.onAssigned([{ ...P0, offset: 0n, announced }]);
    made.trace.length = 0;
    return made;
  };

  afterEach(async () => {
    for (const delivery of open.splice(0)) await delivery.close();
  });

  it('announces a unit, stores it, and commits last', async () => {
    const { delivery, trace, until } = world();
    await delivery.onBatch(batchOf(0, 5), beat);
    await until(() => trace.includes('commit 5'));
    expect(trace).toEqual(['announce 0-5', 'write 5', 'commit 5']);
  });

  it('stores nothing that the group did not let it announce', async () => {
    const { delivery, trace, behaviour, failures, until } = world();
    behaviour.commit = async () => {
      throw new LinewatchError('PARTITIONS_LOST', 'fenced');
    };
    await delivery.onBatch(batchOf(0, 5), beat);
    await until(() => trace.includes('forget'));
    expect(trace).toEqual(['forget']);
    expect(failures).toEqual([]);
  });

  it('refuses records of partitions that it has lost, once the heartbeat says so', async () => {
    const { delivery } = world();
    delivery.onAssigned([]);
    let beats = 0;
    const heartbeat = async () => {
      if (++beats === 2) throw new LinewatchError('PARTITIONS_LOST', 'rebalancing');
    };
    await expect(delivery.onBatch(batchOf(0, 5), heartbeat)).rejects.toMatchObject({
      code: 'PARTITIONS_LOST',
    });
    expect(beats).toBe(2);
  });

  it('tries a step again until the server is back, and says that it waits', async () => {
    const { delivery, trace, behaviour, waits, until } = world();
    let failures = 3;
    behaviour.write = async () => {
      if (failures-- > 0) throw away();
    };
    await delivery.onBatch(batchOf(0, 5), beat);
    await until(() => trace.includes('commit 5'));
    expect(trace).toEqual(['announce 0-5', 'write 5', 'commit 5']);
    expect(waits).toEqual([
      ...Array.from({ length: 3 }, () => 'write: CLICKHOUSE_UNAVAILABLE'),
      'write: null',
    ]);
  });

  it('drops a unit that a rebalance interrupts, without committing it', async () => {
    const { delivery, trace, behaviour, until } = world();
    let reached = () => {};
    const writing = new Promise<void>((resolve) => {
      reached = resolve;
    });
    behaviour.write = async () => {
      reached();
      throw away();
    };
    await delivery.onBatch(batchOf(0, 5), beat);
    await writing;
    delivery.onAssigned([{ ...P0, offset: 0n, announced: 5n }]);
    behaviour.write = async () => {};
    await delivery.onBatch(batchOf(0, 5), beat);
    await until(() => trace.includes('commit 5'));
    expect(trace).toEqual(['announce 0-5', 'forget', 'announce 0-5', 'write 5', 'commit 5']);
  });

  it('forms an announced unit again with the same records, however they come now', async () => {
    const { delivery, trace, until } = world({}, 8n);
    await delivery.onBatch(batchOf(0, 3), beat);
    await delivery.onBatch(batchOf(3, 20), beat);
    await until(() => trace.includes('commit 20'));
    expect(trace).toEqual(['announce 0-8', 'write 8', 'commit 8', 'announce 8-20', 'write 12', 'commit 20']);
  });

  it('lets batches wait, with heartbeats, when enough is waiting to be stored', async () => {
    const { delivery, trace, behaviour, until } = world({ maxRecords: 10 });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    behaviour.write = () => held;
    await delivery.onBatch(batchOf(0, 10), beat);
    await until(() => trace.includes('announce 0-10'));
    await delivery.onBatch(batchOf(10, 20), beat);
    let beats = 0;
    let admitted = false;
    const waiting = delivery.onBatch(batchOf(20, 25), async () => {
      if (++beats === 3) release();
    });
    const admission = waiting.then(() => {
      admitted = true;
    });
    expect(admitted).toBe(false);
    await admission;
    expect(beats).toBeGreaterThanOrEqual(3);
    await until(() => trace.includes('commit 25'));
    expect(trace.filter((line) => line.startsWith('commit'))).toEqual([
      'commit 10',
      'commit 20',
      'commit 25',
    ]);
  });

  it('adds nothing while the changes of a unit are measured, slice by slice', async () => {
    const { delivery, trace, note, behaviour, until } = world();
    behaviour.changes = function* () {
      behaviour.changes = () => [];
      for (const number of [1, 2, 3]) {
        const begunAt = performance.now();
        while (performance.now() - begunAt < 15);
        note(`measured ${number}`);
        yield UNCHANGED;
      }
    };
    await delivery.onBatch(batchOf(0, 5), beat);
    await until(() => trace.includes('measured 1'));
    expect(trace).not.toContain('measured 3');
    await delivery.onBatch(batchOf(5, 8), beat);
    note('added 5-8');
    await until(() => trace.includes('commit 8'));
    expect(trace.slice(0, 4)).toEqual(['measured 1', 'measured 2', 'measured 3', 'announce 0-5']);
    expect(trace.indexOf('added 5-8')).toBeGreaterThan(trace.indexOf('measured 3'));
    expect(trace).toContain('commit 5');
  });

  it('bounds a unit by bytes, and takes a batch that is larger than the bound by itself', async () => {
    const { delivery, stored, until } = world({ maxBytes: 60 });
    const partitions = [0, 1, 2, 3];
    delivery.onAssigned(partitions.map((partition) => ({ ...P0, partition, offset: 0n, announced: null })));
    await Promise.all(partitions.map((partition) => delivery.onBatch(batchOf(0, 5, partition), beat)));
    await until(() => stored.length === 4);
    await delivery.onBatch(batchOf(5, 50), beat);
    await until(() => stored.length === 5);
    expect(stored.map(({ block }) => block.records)).toEqual([5, 5, 5, 5, 45]);
  });

  it('stores what was lost, with the next unit at the latest', async () => {
    const { delivery, stored, until } = world();
    delivery.onLost({ ...P0, from: 0n, to: 12n });
    await delivery.onBatch(batchOf(12, 15), beat);
    await until(() => stored.some(({ block }) => block.records === 3));
    expect(stored.flatMap((unit) => unit.block.lost)).toEqual([{ ...P0, from: 0n, to: 12n }]);
  });

  it('ends with the error when a step has a fault of its own: trying again would not help', async () => {
    const { delivery, failures, behaviour, trace, until } = world();
    let reached = () => {};
    const thrown = new Promise<void>((resolve) => {
      reached = resolve;
    });
    behaviour.write = async () => {
      reached();
      throw new RangeError('not a number of 16 bits');
    };
    await delivery.onBatch(batchOf(0, 5), beat);
    await thrown;
    await until(() => trace.length >= 1);
    await delivery.close();
    expect(failures).toEqual([expect.any(RangeError)]);
    expect(trace).toEqual(['announce 0-5']);
  });

  it('stores and commits what is waiting when it is closed', async () => {
    const { delivery, trace } = world({ lingerMs: 60_000 });
    await delivery.onBatch(batchOf(0, 5), beat);
    await delivery.close();
    expect(trace).toEqual(['announce 0-5', 'write 5', 'commit 5']);
  });

  it('closes although the server is away, and commits nothing', async () => {
    const { delivery, trace, behaviour } = world();
    behaviour.write = async () => {
      throw away();
    };
    await delivery.onBatch(batchOf(0, 5), beat);
    await delivery.close();
    expect(trace).toEqual(['announce 0-5']);
  });
});
