import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listDeadLetters, replayDeadLetters, showDeadLetter } from '../../services/dead-letters/main.ts';
import { connectKafka, connectRegistry } from '../../services/lib/connections.ts';
import { createAvroProducer } from '../../services/lib/kafka/producer.ts';
import { createLog } from '../../services/lib/log.ts';
import { queryPipeline } from '../../services/query/queries/pipeline.ts';
import { createCustomerIds } from '../../services/sources/customers.ts';
import { deadLetterOf } from '../../services/sources/dead-letter.ts';
import { line, madeUp } from '../sources/support/made-up.ts';
import { type StoredWorkload, storeWorkload } from '../verify/stored-workload.ts';

const EVERYTHING = { reasons: [], topics: ['source.genesys'], from: null, to: null };

let workload: StoredWorkload;

/** Letters of three records, one of which came twice. */
beforeAll(async () => {
  workload = await storeWorkload(20);
  const { environment, endpoints } = workload;
  const producer = await createAvroProducer(
    connectKafka(environment, endpoints, 'test', createLog({ level: 'silent' })),
    connectRegistry(endpoints),
  );
  const customers = createCustomerIds('a secret of the tests');
  const texts = ['first', 'second', line({ what: 'teleported' as 'queued' }), 'first'];
  const faults = [{ path: 'what', message: 'is not known' }];
  const letters = texts.map((text) =>
    deadLetterOf(madeUp, { line: 1, text }, faults, { customers, now: Date.now() }),
  );
  await producer.send(letters);
  await producer.close();
});

afterAll(() => workload?.stop());

async function saying(run: (terminal: { say(line: string): void; progress(): void }) => Promise<number>) {
  const lines: string[] = [];
  const code = await run({ say: (text) => lines.push(text), progress() {} });
  return { code, lines };
}

const list = () => saying((terminal) => listDeadLetters(workload, { ...EVERYTHING, limit: 100 }, terminal));

describe('records of a contact system that were not understood', () => {
  it('are counted by ingest with all other dead letters, each once', async () => {
    const counted = async () => {
      const { deadLetters } = await queryPipeline(workload.clickhouse, Date.now());
      return deadLetters.find(({ reason }) => reason === 'unknown_record')?.count;
    };
    await expect.poll(counted, { timeout: 30_000 }).toBe(3);
  });

  it('are listed with their system, and shown without what is personal', async () => {
    const { lines } = await list();
    expect(lines.at(-1)).toBe('unknown_record: 3');
    const origins = lines.slice(0, -1).map((text) => text.split('  ')[1]!);
    const shown = await Promise.all(
      origins.map((origin) => saying((terminal) => showDeadLetter(workload, origin, terminal))),
    );
    const texts = shown.flatMap(({ lines: own }) => own).join('\n');
    expect(texts).toContain('teleported');
    expect(texts).toContain('detail: "what: is not known"');
    expect(texts).not.toContain('4930123456');
  });

  it('are not replayed, and replay says why', async () => {
    const { code, lines } = await saying((terminal) =>
      replayDeadLetters(workload, { ...EVERYTHING, dryRun: false, rate: 1_000 }, terminal),
    );
    expect(code).toBe(0);
    expect(lines[0]).toBe('0 records replayed.');
    expect(lines[1]).toMatch(/^3 left out: what contact systems wrote and nobody understood/);
  });
});
