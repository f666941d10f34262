import { describe, expect, it } from 'vitest';
import { schemaText, TOPICS } from '../../../schemas/index.ts';
import { createDecode } from '../../../services/ingest/stages/decode.ts';
import { encodeBody } from '../../../services/lib/avro/codec.ts';
import { frame } from '../../../services/lib/avro/wire-format.ts';
import { LinewatchError } from '../../../services/lib/errors.ts';
import { loadEvents } from '../../../services/simulator/load.ts';
import { createDice } from '../../faults/random.ts';
import { encode, poison } from '../../faults/workload.ts';
import { recordAt } from '../records.ts';

const IDS = new Map(
  [TOPICS.tickets, TOPICS.chats, TOPICS.agents, TOPICS.surveys].map((topic, i) => [topic, i + 1]),
);
const TOPIC_OF = new Map([...IDS].map(([topic, id]) => [id, topic]));

/** A registry that knows the schemas of today as 1 to 4, until it is told to be away. */
function createRegistry() {
  const asked: number[] = [];
  return {
    asked,
    away: false,
    register: async () => 1,
    async schemaById(id: number) {
      asked.push(id);
      if (this.away) throw new LinewatchError('REGISTRY_UNAVAILABLE', 'away', { retriable: true });
      const topic = TOPIC_OF.get(id);
      return topic === undefined ? null : schemaText(topic);
    },
  };
}

async function decoded(
  topic: typeof TOPICS.tickets,
  value: Buffer | null,
  registry = createRegistry(),
  maxBytes = 1e6,
) {
  const decode = createDecode(registry, { maxBytes });
  const record = recordAt(0, value);
  for (const id of decode.missing(topic, [record])) await decode.learn(topic, id);
  return decode.decode(topic, record);
}

const ticket = (() => {
  for (const event of loadEvents({ seed: 1, conversations: 20 }))
    if (event.topic === TOPICS.tickets) return event;
  throw new Error('the load has no ticket');
})();
const value = encode(ticket, IDS).value!;

describe('decode', () => {
  it('gives the event that was written', async () => {
    expect(await decoded(TOPICS.tickets, value)).toEqual({
      ok: true,
      value: { ...ticket.value, record: null, type: null },
    });
  });

  it.each([
    ['no value', null, 'empty_value'],
    ['an empty value', Buffer.alloc(0), 'empty_value'],
    ['another magic byte', Buffer.concat([Buffer.from([1]), value.subarray(1)]), 'not_wire_format'],
    ['a schema that the registry does not have', frame(77, value.subarray(5)), 'unknown_schema'],
    ['an id beyond those of a registry', frame(0xffff_ffff, value.subarray(5)), 'unknown_schema'],
    ["another topic's schema", frame(3, value.subarray(5)), 'incompatible_schema'],
    ['a truncated body', value.subarray(0, value.length - 3), 'undecodable'],
    ['more than a body', Buffer.concat([value, Buffer.from([0])]), 'undecodable'],
  ])('gives up %s', async (_, bytes, reason) => {
    expect(await decoded(TOPICS.tickets, bytes)).toMatchObject({ ok: false, stage: 'decode', reason });
  });

  it('gives up values above the bound without looking into them', async () => {
    const outcome = await decoded(TOPICS.tickets, Buffer.alloc(5_000_000), createRegistry(), 1_000_000);
    expect(outcome).toMatchObject({ reason: 'too_large' });
  });

  it('waits for a registry that is away instead of giving up', async () => {
    const registry = createRegistry();
    registry.away = true;
    await expect(decoded(TOPICS.tickets, value, registry)).rejects.toMatchObject({ retriable: true });
    registry.away = false;
    expect(await decoded(TOPICS.tickets, value, registry)).toMatchObject({ ok: true });
  });

  it('asks for a schema that exists once, and for one that does not each time: it may be registered later', async () => {
    const registry = createRegistry();
    const decode = createDecode(registry, { maxBytes: 1e6 });
    const records = [recordAt(0, value), recordAt(1, frame(77, value.subarray(5)))];
    for (let round = 0; round < 3; round++) {
      for (const id of decode.missing(TOPICS.tickets, records)) await decode.learn(TOPICS.tickets, id);
    }
    expect(registry.asked).toEqual([1, 77, 77, 77]);
  });

  it('gives up at once where a block declares four billion items and has none', async () => {
    const body = encodeBody(TOPICS.tickets, { ...ticket.value, tags: [] });
    const marker = encodeBody(TOPICS.tickets, { ...ticket.value, tags: ['#'] });
    // Where the two differ is the number of tags.
    const at = body.findIndex((byte, i) => byte !== marker[i]);
    const count = Buffer.from([0xfe, 0xff, 0xff, 0xff, 0x1f]);
    const bomb = Buffer.concat([body.subarray(0, at), count, body.subarray(at)]);
    const startedAt = performance.now();
    expect(await decoded(TOPICS.tickets, frame(1, bomb))).toMatchObject({ reason: 'undecodable' });
    // Counting that far would take minutes and the memory of the machine.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('makes an event or a reason of any garbage, and never quotes it', async () => {
    const dice = createDice(11);
    const registry = createRegistry();
    const decode = createDecode(registry, { maxBytes: 1e6 });
    const reasons = new Set<string>();
    for (let i = 0; i < 20_000; i++) {
      const { topic, value: bytes } = poison(dice, IDS);
      const record = recordAt(i, bytes);
      for (const id of decode.missing(topic, [record])) await decode.learn(topic, id);
      const outcome = decode.decode(topic, record);
      if (outcome.ok) continue;
      reasons.add(outcome.reason);
      expect(outcome.detail).toMatch(/^(the (value|record|registry)|schema \d+ )/);
    }
    expect(reasons.size).toBeGreaterThanOrEqual(5);
  });
});
