import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { connectKafka, connectRegistry } from '../../services/lib/connections.ts';
import type { EventProducer } from '../../services/lib/event-producer.ts';
import { createAvroProducer, createEventProducer } from '../../services/lib/kafka/producer.ts';
import { createLog } from '../../services/lib/log.ts';
import { queryConversation } from '../../services/query/queries/conversation.ts';
import { createCustomerIds } from '../../services/sources/customers.ts';
import { verify } from '../../services/verify/main.ts';
import { BEGAN, line, type MadeUpLine, madeUp } from '../sources/support/made-up.ts';
import { type StoredWorkload, storeWorkload } from './stored-workload.ts';

const MINUTE = 60_000;

let workload: StoredWorkload;
let producer: EventProducer;

beforeAll(async () => {
  workload = await storeWorkload(20);
  const { environment, endpoints } = workload;
  const kafka = connectKafka(environment, endpoints, 'test', createLog({ level: 'silent' }));
  producer = createEventProducer(await createAvroProducer(kafka, connectRegistry(endpoints)));
});

afterAll(async () => {
  await producer?.close();
  await workload?.stop();
});

/** What a call's record says in a version of it. */
function told(call: string, version: number, lines: Partial<MadeUpLine>[]): OutgoingEvent[] {
  const reader = madeUp.createReader({ customers: createCustomerIds('a secret of the tests') });
  return lines.flatMap((fields) => {
    const reading = reader.read({ line: 1, text: line({ call, version, ...fields }) });
    return 'events' in reading ? reading.events : [];
  });
}

const first = (call: string) =>
  told(call, 1, [{}, { what: 'queued', at: BEGAN + MINUTE }, { what: 'abandoned', at: BEGAN + 9 * MINUTE }]);
const mended = (call: string) =>
  told(call, 2, [{}, { what: 'queued', at: BEGAN + 2 * MINUTE }, { what: 'ended', at: BEGAN + 5 * MINUTE }]);

/** The facts of a call as they are stored, but for what names it. */
async function factsOf(call: string) {
  const sql = `SELECT * EXCEPT (conversation_id, version) FROM facts FINAL WHERE conversation_id = {id:String}
    ORDER BY fact, at, seq`;
  return workload.clickhouse.query({ sql, params: { id: `genesys:${call}` } });
}

const storedOf = async (call: string) => {
  const sql = 'SELECT count()::UInt32 AS n FROM events FINAL WHERE conversation_id = {id:String}';
  const [row] = await workload.clickhouse.query<{ n: number }>({ sql, params: { id: `genesys:${call}` } });
  return row!.n;
};

it('what a corrected record leaves behind is what its last version alone would, whatever came when', async () => {
  await producer.send(mended('alone'));
  await producer.send(first('in-order'));
  await expect.poll(() => storedOf('in-order'), { timeout: 30_000 }).toBe(3);
  expect(JSON.stringify(await factsOf('in-order'))).toContain('abandoned');
  await producer.send(mended('in-order'));
  await producer.send([...mended('late'), ...first('late'), ...mended('late')]);
  for (const call of ['in-order', 'late'])
    await expect.poll(() => storedOf(call), { timeout: 30_000 }).toBe(6);

  const alone = await factsOf('alone');
  expect(alone.length).toBeGreaterThan(2);
  expect(await factsOf('in-order')).toEqual(alone);
  expect(await factsOf('late')).toEqual(alone);
  const shown = await queryConversation(workload.clickhouse, 'genesys:in-order');
  expect(shown!.events.map(({ event_id }) => event_id)).toEqual(
    mended('in-order').map(({ value }) => value.event_id),
  );
});

it('verify finds no difference: it measures by the last versions too', async () => {
  const lines: string[] = [];
  const terminal = { say: (text: string) => lines.push(text), progress() {} };
  expect(await verify(workload, { repair: false, log: true }, terminal)).toBe(0);
  expect(lines).toContain('No difference.');
});
