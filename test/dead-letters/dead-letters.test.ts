import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ListOptions,
  listDeadLetters,
  replayDeadLetters,
  showDeadLetter,
} from '../../services/dead-letters/main.ts';
import { verify } from '../../services/verify/main.ts';
import { type StoredWorkload, storeWorkload } from '../verify/stored-workload.ts';

const ALL: ListOptions = { reasons: [], topics: [], from: null, to: null, limit: 1_000 };
const LINE = /^(\S+Z) {2}(\S+\/\d+\/\d+) {2}(\w+) {2}/;

let workload: StoredWorkload;
let origins: { at: number; origin: string; reason: string }[];

beforeAll(async () => {
  workload = await storeWorkload(300);
  origins = await listed({});
});

afterAll(() => workload.stop());

async function saying(run: (terminal: { say(line: string): void; progress(): void }) => Promise<number>) {
  const lines: string[] = [];
  const code = await run({ say: (line) => lines.push(line), progress() {} });
  return { code, lines };
}

function list(options: Partial<ListOptions>) {
  return saying((terminal) => listDeadLetters(workload, { ...ALL, ...options }, terminal));
}

async function listed(options: Partial<ListOptions>) {
  return lettersIn((await list(options)).lines);
}

/** In an order of their own: partitions are read in any. */
function lettersIn(lines: readonly string[]) {
  const letters = lines.flatMap((line) => {
    const [, at, origin, reason] = LINE.exec(line) ?? [];
    return origin === undefined ? [] : [{ at: Date.parse(at!), origin, reason: reason! }];
  });
  return letters.sort((a, b) => (a.origin < b.origin ? -1 : 1));
}

function replay(options: Partial<Parameters<typeof replayDeadLetters>[1]>) {
  return saying((terminal) =>
    replayDeadLetters(workload, { ...ALL, dryRun: false, rate: 100_000, ...options }, terminal),
  );
}

/** What is stored: events by id, and letters. */
async function counts() {
  const [row] = await workload.clickhouse.query<{ events: number; letters: number; records: number }>({
    sql: `SELECT (SELECT count() FROM events FINAL)::UInt32 AS events, (SELECT count() FROM dead_letters FINAL)::UInt32 AS letters,
            (SELECT sum(next_offset) FROM watermarks FINAL)::UInt32 AS records`,
    params: {},
  });
  return row!;
}

describe('dead-letters list', () => {
  it('has a line for each record that was given up, and counts them by reason', async () => {
    const { code, lines } = await list({});
    expect(code).toBe(0);
    expect(origins.length).toBe((await counts()).letters);
    expect(new Set(origins.map(({ origin }) => origin)).size).toBe(origins.length);
    const reasons = [...new Set(origins.map(({ reason }) => reason))];
    expect(reasons.length).toBeGreaterThan(3);
    for (const reason of reasons) {
      expect(lines).toContain(`${reason}: ${origins.filter((one) => one.reason === reason).length}`);
    }
  });

  it('keeps to reasons, topics and times', async () => {
    const { reason } = origins[0]!;
    const of = (wanted: (one: (typeof origins)[number]) => boolean) => origins.filter(wanted);
    expect(await listed({ reasons: [reason] })).toEqual(of((one) => one.reason === reason));
    expect(await listed({ topics: ['contact.agents'] })).toEqual(
      of(({ origin }) => origin.startsWith('contact.agents/')),
    );
    const times = origins.map(({ at }) => at).sort((a, b) => a - b);
    const middle = times[Math.floor(times.length / 2)]!;
    expect(await listed({ from: middle })).toEqual(of(({ at }) => at >= middle));
    expect(await listed({ to: middle })).toEqual(of(({ at }) => at < middle));
    expect((await list({ from: times.at(-1)! + 1 })).lines).toEqual(['No dead letters.']);
  });

  it('says how many it does not show', async () => {
    const { lines } = await list({ limit: 2 });
    expect(lettersIn(lines)).toHaveLength(2);
    expect(lines).toContain(`... and ${origins.length - 2} more (--limit shows more)`);
  });
});

describe('dead-letters show', () => {
  it('has reason, origin and value of one record', async () => {
    const { origin, reason } = origins[0]!;
    const { code, lines } = await saying((terminal) => showDeadLetter(workload, origin, terminal));
    expect(code).toBe(0);
    const [topic, partition, offset] = origin.split('/');
    expect(lines).toEqual(
      expect.arrayContaining([
        `reason: "${reason}"`,
        `topic: "${topic}"`,
        `partition: ${partition}`,
        `offset: ${offset}`,
        expect.stringMatching(/^value: ./),
      ]),
    );
  });

  it('gives 1 for a record that was not given up', async () => {
    const { code, lines } = await saying((terminal) =>
      showDeadLetter(workload, 'contact.chats/0/999999', terminal),
    );
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringContaining('No dead letter of contact.chats/0/999999')]);
  });
});

describe('dead-letters replay', () => {
  it('says in a dry run what it would do, and does nothing', async () => {
    const { reason } = origins[0]!;
    const matching = origins.filter((one) => one.reason === reason);
    const { code, lines } = await replay({ reasons: [reason], dryRun: true });
    expect(code).toBe(0);
    expect(lettersIn(lines)).toEqual(matching);
    expect(lines.at(-1)).toBe(`${matching.length} records would be replayed.`);
    expect((await counts()).records).toBe(workload.feed.total);
  });

  it('counts no event twice and loses no letter, however often it is done', async () => {
    const before = await counts();
    for (let time = 1; time <= 2; time++) {
      const { code, lines } = await replay({});
      expect(code).toBe(0);
      // Each fails again, for nobody has mended its cause, and is one more letter; the copies are not replayed too.
      expect(lines.at(-1)).toBe(`${before.letters} records replayed.`);
      const letters = before.letters * (time + 1);
      await expect.poll(counts, { timeout: 60_000 }).toMatchObject({ events: before.events, letters });
    }
    const { code, lines } = await saying((terminal) =>
      verify(workload, { repair: false, log: true }, terminal),
    );
    expect(lines.at(-1)).toBe('No difference.');
    expect(code).toBe(0);
  });
});
