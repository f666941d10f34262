import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRefresh } from '../../services/rollups/refresh.ts';
import { loadEvents } from '../../services/simulator/load.ts';
import { verify } from '../../services/verify/main.ts';
import { encode } from '../faults/workload.ts';
import { type StoredWorkload, storeWorkload } from './stored-workload.ts';

let workload: StoredWorkload;
const run = (sql: string) => workload.clickhouse.command(sql);

beforeAll(async () => {
  workload = await storeWorkload(400);
});

afterAll(() => workload.stop());

async function ask<Row>(sql: string): Promise<Row[]> {
  return workload.clickhouse.query<Row>({ sql, params: {} });
}

/** The exit code of a run, its table, and its other lines. */
async function runVerify(options: { repair: boolean; log: boolean }) {
  const lines: string[] = [];
  const code = await verify(workload, options, {
    say: (line) => lines.push(line),
    progress() {},
  });
  const table = new Map<string, { examined: number; differences: number }>();
  for (const line of lines) {
    const cells = /^(\S.*?) {2,}([\d,]+) {2,}([\d,]+)$/.exec(line);
    if (cells === null) continue;
    const [examined, differences] = cells.slice(2).map((cell) => Number(cell.replaceAll(',', '')));
    // A repair prints a second one.
    table.set(cells[1]!, { examined: examined!, differences: differences! });
  }
  const differences = Object.fromEntries(
    [...table].filter(([, row]) => row.differences > 0).map(([check, row]) => [check, row.differences]),
  );
  return { code, table, differences, lines, examples: lines.filter((line) => line.startsWith('  ')) };
}

describe('verify', () => {
  it('finds no difference in what ingest has stored, looks at all of it, and gives 0', async () => {
    const { code, table, differences, lines } = await runVerify({ repair: false, log: true });
    expect(differences).toEqual({});
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^check +examined +differences$/);
    expect(lines.at(-1)).toBe('No difference.');
    // Some of the feed's clocks are a day off.
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}events dated before the opening: \d+ \((tickets|chats|surveys) /),
    );
    expect(table.get('records in Kafka against what is stored')?.examined).toBe(workload.feed.total);
    const unseen = [...table].filter(([, { examined }]) => examined === 0).map(([check]) => check);
    // Of what has happened just now nothing is rolled up.
    expect(unseen.filter((check) => check !== 'roll-ups against their facts')).toEqual([]);
  });

  it('names hours whose roll-ups hold something else than facts say, and has them rolled up again', async () => {
    const refresh = () =>
      createRefresh(workload.clickhouse, () => Date.now() + 10 * 86_400_000).refresh({
        // Clocks of the feed are wrong by years: of all hours since there would be many.
        maxNew: 24 * 12,
        signal: new AbortController().signal,
      });
    const check = 'roll-ups against their facts';
    await refresh();
    const before = await runVerify({ repair: false, log: false });
    expect(before.differences).toEqual({});
    expect(before.table.get(check)!.examined).toBeGreaterThan(50);
    // One cell more in every hour, also where there was none: whichever hours are looked at.
    const dimensions = ['queue', 'channel', 'team', 'agent', 'priority', 'customer_tier', 'policy', 'label'];
    const more = dimensions.map((one) => `arrayPushBack(${one}, 'made up') AS ${one}`).join(', ');
    await run(
      `INSERT INTO rollups SELECT * REPLACE (version + 1 AS version, ${more}, arrayPushBack(p0, 1) AS p0)
       FROM rollups FINAL WHERE source LIKE 'conversation %'`,
    );
    const found = await runVerify({ repair: true, log: false });
    expect(found.lines.join('\n')).toMatch(/ {2}roll-ups against their facts: conversation .*T..:00:00.000Z/);
    expect(found.code).toBe(0);
    await refresh();
    expect((await runVerify({ repair: false, log: false })).differences).toEqual({});
    for (const table of [
      'rollups',
      'rollup_days',
      'rollup_bins',
      'rollup_peaks',
      'rollup_repeats',
      'rollup_hours',
    ])
      await run(`TRUNCATE TABLE ${table}`);
  });

  it('names facts that do not say what came before them, as no difference, and a repair makes them say it', async () => {
    const untold = () =>
      ask<{ n: number }>("SELECT count()::Float64 AS n FROM facts FINAL WHERE earlier = ''").then(
        ([row]) => row!.n,
      );
    const before = await untold();
    await run("INSERT INTO facts SELECT * REPLACE ('' AS earlier) FROM (SELECT * FROM facts FINAL)");
    const some = (await untold()) - before;
    expect(some).toBeGreaterThan(0);
    const found = await runVerify({ repair: false, log: false });
    expect(found.differences).toEqual({});
    expect(found.code).toBe(0);
    expect(found.lines.join('\n')).toContain(
      `${some.toLocaleString('en')} facts do not say what came before`,
    );
    const repaired = await runVerify({ repair: true, log: false });
    expect(repaired.lines.join('\n')).toContain(`${some.toLocaleString('en')} facts did not say`);
    expect(await untold()).toBe(before);
    expect((await runVerify({ repair: false, log: false })).lines.join('\n')).not.toContain('came before');
  });

  describe('of conversations', () => {
    interface Fact {
      id: string;
      key: string;
    }
    let missing: Fact;
    let tooMany: Fact;
    let wrong: Fact;
    let rows: string[];

    beforeEach(async () => {
      const facts = await ask<{ id: string; stream: string; fact: string; seq: number; at: string }>(
        `SELECT conversation_id AS id, stream, fact, seq, toString(at) AS at
         FROM facts FINAL WHERE fact != 'sla_target' ORDER BY id LIMIT 1 BY id LIMIT 3`,
      );
      [missing, tooMany, wrong] = facts.map(({ id, stream, fact, seq, at }) => ({
        id,
        key: `conversation_id = '${id}' AND stream = '${stream}' AND fact = '${fact}' AND seq = ${seq} AND at = '${at}'`,
      })) as [Fact, Fact, Fact];
      const conversations = await ask<{ id: string }>(
        `SELECT DISTINCT conversation_id AS id FROM conversations ORDER BY id DESC LIMIT 2`,
      );
      rows = conversations.map(({ id }) => id);
      await run(`DELETE FROM facts WHERE ${missing.key}`);
      await run(`DELETE FROM conversations WHERE conversation_id = '${rows[1]}'`);
      // What is written twice from now on stays to be counted.
      for (const table of ['facts', 'conversations']) await run(`SYSTEM STOP MERGES ${table}`);
      await run(
        `INSERT INTO facts SELECT * REPLACE (seq + 1000 AS seq) FROM (SELECT * FROM facts FINAL WHERE ${tooMany.key})`,
      );
      await run(
        `INSERT INTO facts SELECT * REPLACE (value_ms + 1 AS value_ms) FROM (SELECT * FROM facts FINAL WHERE ${wrong.key})`,
      );
      await run(
        `INSERT INTO conversations SELECT * REPLACE ('elsewhere' AS queue) FROM (SELECT * FROM conversations FINAL WHERE conversation_id = '${rows[0]}' LIMIT 1)`,
      );
      await run(
        `INSERT INTO facts SELECT * REPLACE ('nobody' AS conversation_id) FROM (SELECT * FROM facts FINAL WHERE ${tooMany.key})`,
      );
    });

    it('names what is missing, too many or wrong, and gives 1; repairs these alone, and gives 0', async () => {
      const before = await runVerify({ repair: false, log: false });
      expect(before.code).toBe(1);
      expect(before.lines.at(-1)).toBe('There are differences.');
      expect(Object.keys(before.differences).sort()).toEqual([
        'conversations against their events',
        'facts against their events',
      ]);
      expect(before.differences['facts against their events']).toBe(4);
      const facts = before.examples.filter((line) => line.startsWith('  facts'));
      const about = (id: string) => facts.find((line) => line.includes(` ${id}: `));
      expect(about(missing.id)).toMatch(/is missing or other$/);
      expect(about(wrong.id)).toMatch(/is missing or other$/);
      expect(about(tooMany.id)).toMatch(/should not be there$/);
      expect(about('nobody')).toMatch(/should not be there$/);
      for (const id of rows) expect(before.examples.join('\n')).toContain(id);

      const written = () =>
        ask<{ id: string; n: string }>(
          `SELECT id, toString(count()) AS n FROM (SELECT conversation_id AS id FROM facts UNION ALL
             SELECT conversation_id AS id FROM conversations) GROUP BY id ORDER BY id`,
        );
      const untouched = new Map((await written()).map(({ id, n }) => [id, n]));
      const repaired = await runVerify({ repair: true, log: false });
      expect(repaired.differences).toEqual({});
      expect(repaired.code).toBe(0);
      const rewritten = (await written()).filter(({ id, n }) => untouched.get(id) !== n).map(({ id }) => id);
      expect(new Set(rewritten)).toEqual(new Set([missing.id, tooMany.id, wrong.id, 'nobody', ...rows]));
      expect((await runVerify({ repair: false, log: true })).differences).toEqual({});
    });
  });

  it('names records without event or letter, and a place in Kafka that two events claim', async () => {
    const [event] = await ask<{ id: string; at: string }>(
      `SELECT event_id AS id, concat(toString(kafka_partition), '@', toString(kafka_offset)) AS at
       FROM events FINAL WHERE stream = 'agents' AND type = 'state_changed' ORDER BY id LIMIT 1`,
    );
    const [letter] = await ask<{ where: string; at: string }>(
      `SELECT concat('topic = \\'', topic, '\\' AND kafka_partition = ', toString(kafka_partition), ' AND kafka_offset = ',
         toString(kafka_offset)) AS where, concat(topic, '/', toString(kafka_partition), '@', toString(kafka_offset)) AS at
       FROM dead_letters FINAL ORDER BY at LIMIT 1`,
    );
    await run(`DELETE FROM events WHERE event_id = '${event!.id}'`);
    await run(`DELETE FROM dead_letters WHERE ${letter!.where}`);
    await run(
      `INSERT INTO events SELECT * REPLACE ('copied' AS event_id, 'copied' AS type)
       FROM events FINAL WHERE stream = 'agents' ORDER BY event_id LIMIT 1`,
    );
    const { code, differences, examples } = await runVerify({ repair: true, log: true });
    expect(code).toBe(1);
    expect(differences).toEqual({
      'places in Kafka that two events claim': 1,
      "agents' states against their events": 1,
      'records in Kafka against what is stored': 2,
    });
    const all = examples.join('\n');
    expect(all).toContain(`${letter!.at}: no dead letter`);
    expect(all).toMatch(new RegExp(`contact.agents/${event!.at}: its event is not stored`));
  });

  it('names conversations of which live news told something else than is stored', async () => {
    const check = 'live news against what is stored';
    const fresh = loadEvents({ seed: 8, conversations: 20, startsAt: Date.now() - 60_000, rate: 20 });
    await workload.feed.send(
      Array.from({ length: 600 }, () => encode(fresh.next().value, workload.feed.ids)),
    );
    await workload.stored();
    await run(
      `INSERT INTO facts SELECT * REPLACE ('elsewhere' AS queue) FROM facts FINAL
       WHERE (fact IN ('queue_spell', 'handle_spell') AND state = 'open') OR (fact = 'sla_target' AND state = 'active')
       ORDER BY conversation_id, at LIMIT 1`,
    );
    // Of another conversation, which has ended, a stay in a queue that counts in figures of now.
    await run(
      `INSERT INTO facts SELECT * REPLACE ('elsewhere' AS queue) FROM facts FINAL
       WHERE fact = 'queue_spell' AND state != 'open' AND at > now() - INTERVAL 25 MINUTE
         AND (stream, conversation_id) NOT IN (SELECT stream, conversation_id FROM facts FINAL WHERE state IN ('open', 'active'))
       ORDER BY at DESC LIMIT 1`,
    );
    const found = await runVerify({ repair: false, log: true });
    expect(found.table.get(check)!.examined).toBeGreaterThan(10);
    expect(found.differences).toMatchObject({ [check]: 2 });
    expect(found.examples.join('\n')).toMatch(new RegExp(`${check}: (tickets|chats) \\S+, told after`));
    const mended = await runVerify({ repair: true, log: true });
    expect(mended.differences[check]).toBeUndefined();
  });

  it('says that a stamp is not kept, without which nothing can be measured, and gives 1', async () => {
    const [stamp] = await ask<{ hash: string }>(
      `SELECT stamp AS hash FROM events WHERE stream != 'agents' GROUP BY hash ORDER BY count() LIMIT 1`,
    );
    await run(`DELETE FROM reference WHERE hash = '${stamp!.hash}'`);
    const { code, differences, examples } = await runVerify({ repair: true, log: true });
    expect(code).toBe(1);
    expect(differences).toMatchObject({ 'events with a stamp that is not kept': 1 });
    expect(examples.join('\n')).toContain(`events with a stamp that is not kept: ${stamp!.hash}`);
  });
});
