import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticate } from '../../services/access/authenticate.ts';
import { hashOf } from '../../services/access/key.ts';
import { collectorAccess } from '../../services/collector/access.ts';
import { SOURCE_ROUTES } from '../../services/collector/sources/index.ts';
import { eventFaults } from '../../services/domain/events/rules.ts';
import { sourceOf } from '../../services/sources/index.ts';
import { NO_SOURCES, startTestCollector, ticket } from '../collector/harness.ts';
import { closeConnections, send } from './http.ts';
import { PEOPLE } from './people.ts';
import { createRandom } from './random.ts';
import { operationsOf, requestOf } from './requests.ts';

const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 600);
const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

describe(`the collector, sent everything by everybody (FUZZ_SEED=${SEED} FUZZ_REQUESTS=${REQUESTS})`, () => {
  const sources = { ...NO_SOURCES, routes: SOURCE_ROUTES, sourceOf };
  let collector: Awaited<ReturnType<typeof startTestCollector>>;
  let address: string;

  beforeAll(async () => {
    const principals = new Map(PEOPLE.map((one) => [hashOf(`lw_${one.name}`), one]));
    collector = await startTestCollector({
      sources,
      authenticate: createAuthenticate({ principals, tokens: null }),
    });
    address = await collector.app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    closeConnections();
    await collector?.app.close();
  });

  it('answers without a fault of its own, takes from producers alone, and only what ingest would take', async () => {
    const random = createRandom(SEED);
    const { text } = await send(address, { method: 'GET', path: '/openapi.json', headers: {} });
    const operations = operationsOf(JSON.parse(text));
    const decided = Object.keys(collectorAccess({ secrets: {} as never, sources }));
    expect(operations.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(decided),
    );
    const producer = PEOPLE.find(({ role }) => role === 'producer')!;
    const callers = [...PEOPLE, ...Array<typeof producer>(PEOPLE.length).fill(producer), null];
    const statuses = new Map<number, number>();
    const findings: string[] = [];
    let accepted = 0;
    for (let i = 0; i < REQUESTS; i++) {
      const caller = random.one(callers);
      const asked = requestOf(random.one(operations), caller, random);
      // Nearly right, as schemas alone hardly ever give: an event with a field that is at fault.
      if (asked.path === '/v1/events' && random.chance(0.5)) asked.body = JSON.stringify(spoilt());
      const before = collector.producer.sent.length;
      const answer = await send(address, asked);
      const { status, type } = answer;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const about = `${caller?.name} ${asked.method} ${asked.path} ${asked.body?.slice(0, 300)} -> ${status} ${answer.text.slice(0, 300)}`;
      if (status >= 500) findings.push(`5xx: ${about}`);
      if (status >= 400 && !type.startsWith('application/problem+json') && !asked.path.includes('/sources/'))
        findings.push(`no problem document: ${about}`);
      if (asked.method === 'POST' && caller?.role !== 'producer' && ![401, 403, 404, 414].includes(status))
        findings.push(`taken from somebody else: ${about}`);
      const sent = collector.producer.sent.slice(before);
      accepted += sent.length;
      if (status === 202 && asked.path === '/v1/events' && JSON.parse(answer.text).accepted !== sent.length)
        findings.push(`told ${answer.text.slice(0, 50)}, sent ${sent.length}: ${about}`);
      for (const event of sent) {
        const faults = eventFaults(event);
        if (faults.length > 0) findings.push(`ingest refuses it: ${JSON.stringify(faults)}: ${about}`);
      }
    }
    const counted = [...statuses].sort(([a], [b]) => a - b).map(([status, n]) => `${status}: ${n}`);
    console.info(`FUZZ_SEED=${SEED}: ${counted.join(', ')}; ${accepted} events taken`);
    expect(findings.slice(0, 10)).toEqual([]);
    expect(accepted).toBeGreaterThan(0);

    function spoilt(): unknown {
      const one = (): Record<string, unknown> => {
        const event = ticket({ event_id: `e-${random.int(1e9)}` });
        if (random.chance(0.5)) return event;
        const field = random.one([...Object.keys(event), 'extra', 'type', 'topic', '__proto__']);
        const value = random.one<unknown>([
          null,
          '',
          0,
          -1,
          1e300,
          '\ud800',
          'x'.repeat(1_000),
          [],
          {},
          [{}],
          true,
        ]);
        return { ...event, [field]: value };
      };
      return random.chance(0.5) ? one() : Array.from({ length: random.int(6) }, one);
    }
  });
});
