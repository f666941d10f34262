import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../../schemas/types.ts';
import type { SourceRoute } from '../../../services/collector/sources/tools.ts';
import { LinewatchError } from '../../../services/lib/errors.ts';
import { HttpProblem } from '../../../services/lib/http/problems.ts';
import { BEGAN, line, madeUp } from '../../sources/support/made-up.ts';
import { NO_SOURCES, NOW, startTestCollector } from '../harness.ts';

const URL = '/v1/sources/genesys';
const CALLER = '+4930123456';

/** The endpoint of the made-up switch: lines of text, a key in a header. */
const route: SourceRoute = {
  system: 'genesys',
  route: (tools) => async (app) => {
    app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    app.post(URL, async (request) => {
      if (tools.secret !== undefined && request.headers['x-key'] !== tools.secret) {
        tools.badSignature();
        throw new HttpProblem(401, 'BAD_SIGNATURE', 'The key is missing or wrong');
      }
      const body = request.body as string;
      const splitter = madeUp.createSplitter();
      const records = [...splitter.push(body), ...splitter.end()];
      const reader = madeUp.createReader(tools);
      return tools.take(reader, records, { bytes: body.length, log: request.log });
    });
  },
};

const SOURCES = { ...NO_SOURCES, routes: [route], sourceOf: async () => madeUp };

async function start(deps: Parameters<typeof startTestCollector>[0] = {}) {
  const collector = await startTestCollector({ sources: SOURCES, ...deps });
  return {
    ...collector,
    send: (lines: readonly string[], headers: Record<string, string> = {}) =>
      collector.post(URL, lines.join('\n'), { 'content-type': 'text/plain', ...headers }),
    outcome: (outcome: string) =>
      collector.figure('linewatch_collector_events_total', { source: 'genesys', outcome }),
  };
}

describe('records that a system sends', () => {
  it('become events, nothing, or dead letters, each counted, and the answer says how many', async () => {
    const { send, producer, letters, outcome } = await start();
    const answer = await send([line(), line({ what: 'ping' }), 'gibberish', line({ what: 'queued' })]);
    expect(answer.json()).toEqual({ accepted: 2, ignored: 1, dead: 1 });
    expect(producer.sent.map(({ value }) => value.event_id)).toEqual([
      'genesys:c1:started',
      'genesys:c1:queued',
    ]);
    expect(letters).toHaveLength(1);
    expect([await outcome('accepted'), await outcome('ignored'), await outcome('rejected')]).toEqual([
      2, 1, 1,
    ]);
  });

  it('tell of the customer nothing but an id, which the same number always has', async () => {
    const { send, producer } = await start();
    await send([line(), line({ call: 'c2' }), line({ call: 'c3', caller: '+4930999999' })]);
    const [a, b, c] = producer.sent.map((event) => 'customer' in event.value && event.value.customer?.id);
    expect(a).toMatch(/^[0-9a-f]{24}$/);
    expect([b, c]).toEqual([a, expect.not.stringContaining(a as string)]);
    expect(JSON.stringify(producer.sent)).not.toContain(CALLER.slice(1));
  });

  it('that give an event which breaks a rule are dead letters as a whole, with the rule', async () => {
    const { send, producer, letters } = await start();
    await send([line({ at: BEGAN / 1_000 }), line({ at: BEGAN + 0.5 })]);
    expect(producer.sent).toEqual([]);
    expect(letters.map(({ value }) => (value as DeadLetter).detail)).toEqual([
      'occurred_at: looks like seconds: give milliseconds',
      'occurred_at: must be a whole number',
    ]);
  });

  it('do not stand in the way of others when the reader fails on one', async () => {
    const { send, producer, letters } = await start();
    expect((await send(['throw', line()])).json()).toEqual({ accepted: 1, ignored: 0, dead: 1 });
    expect(producer.sent).toHaveLength(1);
    expect(letters).toHaveLength(1);
  });
});

describe('the dead letter of a record', () => {
  it('says what the record was and what is wrong, and holds nothing personal, nor does the log', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'debug' }, { write: (text: string) => lines.push(text) });
    const { send, letters } = await start({ log });
    await send([line({ what: 'teleported' as 'queued' })]);
    const letter = letters[0]!.value as DeadLetter;
    expect(letter).toMatchObject({
      reason: 'unknown_record',
      stage: 'source',
      detail: 'what: is not known',
      topic: 'source.genesys',
      failed_at: NOW,
    });
    expect(letter.value!.toString()).toContain('teleported');
    expect(letter.value!.toString() + lines.join('')).not.toContain(CALLER.slice(1));
  });

  it('is the same one when the record is sent again, and another one of another record', async () => {
    const { send, letters } = await start();
    await send(['gibberish', 'nonsense']);
    await send(['gibberish']);
    const [a, b, again] = letters.map(({ key }) => key);
    expect(again).toBe(a);
    expect(b).not.toBe(a);
    expect(Number.isSafeInteger((letters[0]!.value as DeadLetter).offset)).toBe(true);
  });
});

describe('while Kafka is away', () => {
  it('the sender is told to come again, and nothing is counted', async () => {
    const { send, producer, outcome } = await start();
    producer.fail = async () => {
      throw new LinewatchError('KAFKA_UNAVAILABLE', 'away', { retriable: true });
    };
    const refused = [await send([line()]), await send(['gibberish'])];
    for (const { statusCode, headers } of refused) {
      expect(statusCode).toBe(503);
      expect(headers['retry-after']).toMatch(/^\d+$/);
    }
    expect([await outcome('accepted'), await outcome('rejected')]).toEqual([0, 0]);
    producer.fail = null;
    expect((await send([line(), 'gibberish'])).json()).toEqual({ accepted: 1, ignored: 0, dead: 1 });
  });
});

describe('who may send records', () => {
  const nobody = async () => {
    throw new HttpProblem(401, 'KEY_NEEDED', 'A key is needed');
  };

  it('with a secret: whoever has it, without a key of ours; others are counted', async () => {
    const sources = { ...SOURCES, secrets: { genesys: 'shibboleth' } };
    const { send, figure } = await start({ sources, authenticate: nobody });
    expect((await send([line()], { 'x-key': 'shibboleth' })).statusCode).toBe(200);
    expect((await send([line()], { 'x-key': 'sibboleth' })).json().code).toBe('BAD_SIGNATURE');
    expect(await figure('linewatch_collector_bad_signatures_total', { source: 'genesys' })).toBe(1);
  });

  it('without one: who proves itself like any other sender', async () => {
    const { send, producer } = await start({ authenticate: nobody });
    expect((await send([line()])).json().code).toBe('KEY_NEEDED');
    expect(producer.sent).toEqual([]);
  });

  it('nobody yet where there is nothing to make the ids of customers with: it is sent again later', async () => {
    const { send, producer } = await start({ sources: { ...SOURCES, customers: null } });
    const refused = await send([line()]);
    expect(refused.json()).toMatchObject({ status: 503, code: 'CUSTOMER_SECRET_NEEDED' });
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    expect(producer.sent).toEqual([]);
  });
});
