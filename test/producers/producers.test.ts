import { createRequire } from 'node:module';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getJson, waitUntil } from '../support/product.ts';
import { type Setting, startSetting } from './setting.ts';

/** What Java's clients, and ours, hash keys with. */
const murmur2 = createRequire(import.meta.url)('kafkajs/src/producer/partitioners/default/murmur2.js') as (
  key: Buffer,
) => number;
const PARTITIONS = 6;

/** How run.sh has each example run; what is not set it has left out, and said so. */
const commandOf = (name: string) => process.env[name]?.split('\n') as [string, ...string[]] | undefined;
const EXAMPLES = {
  node: commandOf('PRODUCER_NODE'),
  python: commandOf('PRODUCER_PYTHON'),
  java: commandOf('PRODUCER_JAVA'),
  go: commandOf('PRODUCER_GO'),
};
const traps = commandOf('PRODUCER_TRAPS');
const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

interface Conversation {
  conversation: { status: string; agent: string; queue: string };
  events: { type: string; source: string; occurred_at: string; kafka_partition: number }[];
  facts: { fact: string; state: string; value_ms: number }[];
}

const partitionOf = (key: string) => (murmur2(Buffer.from(key)) & 0x7fff_ffff) % PARTITIONS;

/** An id that clients with another hash, or with its sign kept, would put into another partition. */
function tellingId(prefix: string): string {
  for (let n = 1; ; n++) {
    const id = `${prefix}-${n}`;
    const partition = partitionOf(id);
    const unsigned = (murmur2(Buffer.from(id)) >>> 0) % PARTITIONS;
    if (unsigned !== partition && crc32(id) % PARTITIONS !== partition) return id;
  }
}

let setting: Setting;
beforeAll(async () => {
  setting = await startSetting();
});
afterAll(() => setting?.stop());

/** The conversation once it has so many events. */
async function conversation(id: string, events: number): Promise<Conversation> {
  let found: Conversation | undefined;
  await waitUntil(async () => {
    found = await getJson<Conversation>(setting, `/api/v1/conversations/${id}`).catch(() => undefined);
    return found?.events.length === events;
  });
  return found!;
}

describe.each(Object.entries(EXAMPLES))('the example in %s', (language, command) => {
  it.skipIf(command === undefined)(
    'sends a call that the query service shows, in the right partition',
    async () => {
      const id = tellingId(`call-${language}`);
      const [program, ...args] = command!;
      await setting.produce(program, [...args, id]);
      const call = await conversation(id, 4);
      expect(call.events.map(({ type }) => type)).toEqual(['started', 'queued', 'answered', 'ended']);
      expect(call.conversation).toMatchObject({ status: 'closed', agent: 'agent-7', queue: 'billing' });
      expect(call.facts).toContainEqual(
        expect.objectContaining({ fact: 'queue_spell', state: 'answered', value_ms: 20_000 }),
      );
      for (const event of call.events) {
        expect(event).toMatchObject({ source: language, kafka_partition: partitionOf(id) });
      }
    },
  );
});

describe.skipIf(EXAMPLES.python === undefined)('a batch compressed with', () => {
  it.each(COMPRESSIONS)('%s is read', async (compression) => {
    const [program, ...args] = EXAMPLES.python!;
    await setting.produce(program, [...args, `packed-${compression}`], { COMPRESSION: compression });
    await conversation(`packed-${compression}`, 4);
  });
});

/** NOON in traps.py, half a minute later. */
const ANSWERED_AT = '2026-01-31T12:00:30.000Z';

describe.skipIf(traps === undefined)('an answer that is given to the encoder as', () => {
  const send = async (trap: string, more?: Record<string, string>) => {
    const [program, ...args] = traps!;
    await setting.produce(program, [...args, trap, `trap-${trap}`], more);
  };
  const event = async (trap: string) => (await conversation(`trap-${trap}`, 1)).events[0]!;

  it.each([
    ['a dict, by fastavro', 'dict', 'started'],
    ["Avro's own JSON, by fastavro", 'avro-json', 'started'],
    ["a dict, by Apache's library", 'apache-dict', 'wrapped_up'],
  ])('%s, silently becomes another event', async (_, trap, becomes) => {
    await send(trap);
    expect(await event(trap)).toMatchObject({ type: becomes, occurred_at: ANSWERED_AT });
  });

  it.each([
    ['a dict, by fastavro', 'dict-with-type', 'started'],
    ["Avro's own JSON, by fastavro", 'avro-json-with-type', 'started'],
    ["a dict, by Apache's library", 'apache-dict-with-type', 'wrapped_up'],
  ])('%s, is a dead letter where the type is set', async (_, trap, becomes) => {
    const before = lines(await setting.deadLetters(), 'type_mismatch', becomes);
    await send(trap);
    await waitUntil(async () => lines(await setting.deadLetters(), 'type_mismatch', becomes) === before + 1);
  });

  it('a datetime without a zone is taken in the zone of the machine', async () => {
    await send('no-zone', { TZ: 'Asia/Shanghai' });
    expect(await event('no-zone')).toMatchObject({
      type: 'answered',
      occurred_at: '2026-01-31T04:00:30.000Z',
    });
  });

  it('seconds is a dead letter', async () => {
    await send('seconds');
    await waitUntil(async () => lines(await setting.deadLetters(), 'invalid', 'looks like seconds') === 1);
  });
});

// Last, as it leaves the registry with another version.
describe('when a later version of the schema adds a field with a default', () => {
  beforeAll(async () => {
    const subject = `${setting.registry}/subjects/contact.chats-value/versions`;
    const { schema } = (await (await fetch(`${subject}/latest`)).json()) as { schema: string };
    const later = JSON.parse(schema) as { fields: unknown[] };
    later.fields.push({ name: 'of_a_later_version', type: ['null', 'string'], default: null });
    const answer = await fetch(subject, {
      method: 'POST',
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
      body: JSON.stringify({ schema: JSON.stringify(later) }),
    });
    expect(answer.status).toBe(200);
  });

  for (const [language, command] of Object.entries(EXAMPLES)) {
    it.skipIf(command === undefined)(`the example in ${language} goes on as it is`, async () => {
      const [program, ...args] = command!;
      await setting.produce(program, [...args, `later-${language}`]);
      await conversation(`later-${language}`, 4);
    });
  }
});

/** How many lines have all of these words. */
function lines(text: string, ...words: string[]): number {
  return text.split('\n').filter((line) => words.every((word) => line.includes(word))).length;
}
