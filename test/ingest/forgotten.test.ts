import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { createDelivery } from '../../services/ingest/delivery.ts';
import { DEFAULT_INGEST_OPTIONS } from '../../services/ingest/options.ts';
import { createLatch } from '../../services/lib/latch.ts';
import { waitUntil } from '../support/product.ts';
import { batchOf } from './records.ts';

const P0 = { topic: 'contact.tickets', partition: 0 };

it('no unit claims to know more of what is forgotten than its records did, nor than those that are still being read', async () => {
  let known = 1;
  /** Of each unit, its records and how many entries of the list it claims to know. */
  const units: [records: number, forgotten: number][] = [];
  const loading = createLatch();
  const begun = createLatch();
  const delivery = createDelivery(
    {
      pipeline: {
        prepare: async () => {},
        process: () => ({ ok: false, reason: 'invalid', stage: 'validate', detail: '' }),
      },
      tracker: {
        async load() {
          begun.open();
          await loading.opened;
        },
        add: () => true,
        peek: () => [],
        drain: () => [],
        stored() {},
        clear() {},
        size: 0,
      },
      writer: {
        steps: [
          {
            name: 'write',
            async run({ block }) {
              units.push([block.records, block.forgotten]);
            },
          },
        ],
      },
      stream: { commit: async () => {}, handedOverUntil: () => null },
      log: pino({ level: 'silent' }),
      now: Date.now,
      forgotten: () => known,
      onStored() {},
      onWaiting() {},
      onFailed: (error) => expect.unreachable(error.message),
    },
    { ...DEFAULT_INGEST_OPTIONS, lingerMs: 1, idleMs: 5 },
  );
  onTestFinished(() => delivery.close());
  delivery.onAssigned([{ ...P0, offset: 0n, announced: null }]);
  const taken = delivery.onBatch(batchOf(0, 1), async () => {});
  await begun.opened;
  // The record was read by the list as it was, and is in no block yet.
  known = 2;
  const after = units.length;
  await waitUntil(() => units.length > after + 1);
  expect(units.slice(after + 1).every(([, forgotten]) => forgotten === 1)).toBe(true);
  loading.open();
  await taken;
  await waitUntil(() => units.some(([records]) => records === 1));
  const holding = units.findIndex(([records]) => records === 1);
  expect(units.slice(0, holding + 1).at(-1)).toEqual([1, 1]);
  await waitUntil(() => units.length > holding + 1);
  expect(units.at(-1)).toEqual([0, 2]);
});
