import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Flusher } from '../../../../../infra/embedded/broker/log/flusher.ts';
import { PartitionLog } from '../../../../../infra/embedded/broker/log/partition-log.ts';
import { DamagedBatch } from '../../../../../infra/embedded/broker/log/segment.ts';
import { type Log, silentLog } from '../../../../../infra/embedded/broker/log.ts';
import { mendLogs } from '../../../../../infra/embedded/broker/mend.ts';
import { encodeBatch } from '../support/batch.ts';
import { temporaryFolder } from '../support/folder.ts';
import { baseOffsets } from '../support/log.ts';

const LIMITS = { segmentBytes: 700, maxBatchBytes: 1 << 16, checkpointBytes: 300, indexSpacingBytes: 200 };
const BATCHES = 24;

/** What a log says, by its words and the level of it. */
function listener() {
  const said: { level: string; message: string; fields: Record<string, unknown> }[] = [];
  const at = (level: string) => (fields: object, message: string) =>
    void said.push({ level, message, fields: { ...fields } });
  const log: Log = { ...silentLog, warn: at('warn'), error: at('error') };
  return { log, said };
}

function open(directory: string, log: Log = silentLog) {
  const flusher = new Flusher('interval', 1_000_000, silentLog);
  const opened = new PartitionLog(directory, LIMITS, flusher, log);
  flusher.close();
  return opened;
}

const storedAt = (offset: number) => `value ${offset}`;

/** A partition with batches of one record each; closed, or left as a killed process leaves it. */
async function filled({ closed }: { closed: boolean }): Promise<string> {
  const directory = path.join(temporaryFolder(), 'kafka', 'topics', 't', '0');
  const log = open(directory);
  for (let offset = 0; offset < BATCHES; offset++) log.append(encodeBatch({ values: [storedAt(offset)] }));
  // Waits for checkpoints that are being written, also where the last is then taken away.
  await log.close();
  if (!closed) fs.rmSync(path.join(directory, lastOf(directory, '.checkpoint')));
  return directory;
}

const lastOf = (directory: string, ending: string) =>
  fs
    .readdirSync(directory)
    .filter((name) => name.endsWith(ending))
    .sort()
    .at(-1)!;

/** What a reader gets, going on behind what it cannot read: the offsets whose value is the right one. */
function readable(log: PartitionLog) {
  const right: number[] = [];
  const damaged: number[] = [];
  for (let offset = log.startOffset; offset < log.endOffset; ) {
    try {
      const bytes = log.read(offset, 400, true);
      const batches = baseOffsets(bytes);
      if (batches.length === 0) break;
      let at = 0;
      for (const base of batches) {
        const length = bytes.readInt32BE(at + 8) + 12;
        expect(bytes.subarray(at, at + length).includes(storedAt(base)), `offset ${base}`).toBe(true);
        at += length;
        if (base >= offset) right.push(base);
      }
      offset = batches.at(-1)! + 1;
    } catch (error) {
      if (!(error instanceof DamagedBatch)) throw error;
      damaged.push(offset);
      offset++;
    }
  }
  return { right, damaged };
}

const ALL = [...Array(BATCHES).keys()];

describe('whatever byte of a partition is another', () => {
  it.each([{ closed: true }, { closed: false }])(
    'what is read is what was stored, and what is not is said (closed: $closed)',
    async (how) => {
      const directory = await filled(how);
      const names = fs.readdirSync(directory);
      const good = new Map(names.map((name) => [name, fs.readFileSync(path.join(directory, name))]));
      fc.assert(
        fc.property(
          fc.constantFrom(...names),
          fc.nat(),
          fc.integer({ min: 1, max: 255 }),
          fc.option(fc.nat()),
          (spoilt, at, mask, cut) => {
            for (const name of fs.readdirSync(directory)) fs.rmSync(path.join(directory, name));
            for (const [name, bytes] of good) fs.writeFileSync(path.join(directory, name), bytes);
            const bytes = Buffer.from(good.get(spoilt)!);
            bytes[at % bytes.length]! ^= mask;
            const kept = cut === null ? bytes : bytes.subarray(0, cut % (bytes.length + 1));
            fs.writeFileSync(path.join(directory, spoilt), kept);
            const { log, said } = listener();
            const opened = open(directory, log);
            const { right } = readable(opened);
            // No record is read as another, none twice, and the order is theirs.
            expect(right).toEqual(ALL.filter((offset) => right.includes(offset)));
            // Of the newest segment after a crash, nothing in the folder knows how far it went: a group's commit may.
            const onlyGroupsKnow = !how.closed && cut !== null && spoilt === lastOf(directory, '.log');
            if (right.length < BATCHES && !onlyGroupsKnow) expect(said).not.toEqual([]);
            if (cut === null) expect(right.length).toBeGreaterThanOrEqual(BATCHES - 1);
            // The next record gets an offset that no record had, unless the end was torn as by a crash.
            const torn = said.some(({ message }) => message.startsWith('unfinished'));
            if (!torn && how.closed) expect(opened.endOffset).toBeGreaterThanOrEqual(BATCHES);
            return true;
          },
        ),
        { numRuns: 400 },
      );
    },
  );
});

it('however many bytes of a log are others, it opens, and gives no offset that it cannot have had', async () => {
  const directory = await filled({ closed: false });
  const name = lastOf(directory, '.log');
  const good = fs.readFileSync(path.join(directory, name));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 2, maxLength: 12 }),
      (flips) => {
        const bytes = Buffer.from(good);
        for (const [at, mask] of flips) bytes[at % bytes.length]! ^= mask;
        fs.writeFileSync(path.join(directory, name), bytes);
        const opened = open(directory);
        expect(opened.endOffset).toBeLessThanOrEqual(BATCHES + bytes.length);
        expect(opened.append(encodeBatch()).baseOffset).toBe(opened.endOffset - 1);
      },
    ),
    { numRuns: 300 },
  );
});

describe('damage in the middle', () => {
  /** The file of the first segment with a byte of its second batch changed. */
  function spoil(directory: string, at: (batchBytes: number) => number): string {
    const file = path.join(directory, '00000000000000000000.log');
    const bytes = fs.readFileSync(file);
    const batchBytes = bytes.readInt32BE(8) + 12;
    bytes[at(batchBytes)]! ^= 0x40;
    fs.writeFileSync(file, bytes);
    return file;
  }

  it.each([
    ['a value', (length: number) => length + 65],
    ['an offset, which no checksum covers', (length: number) => length + 7],
    ['a length', (length: number) => length + 9],
  ])('in %s costs its batch and no other, after a crash as after a stop', async (_what, at) => {
    for (const closed of [true, false]) {
      const directory = await filled({ closed });
      fs.rmSync(path.join(directory, '00000000000000000000.checkpoint'), { force: !closed });
      spoil(directory, at);
      const { log, said } = listener();
      const opened = open(directory, log);
      expect(readable(opened)).toEqual({ right: ALL.filter((offset) => offset !== 1), damaged: [1] });
      expect(said.map(({ level }) => level)).toContain('error');
      expect(opened.append(encodeBatch()).baseOffset).toBe(BATCHES);
    }
  });

  it('is told once, however often it is asked for', async () => {
    const directory = await filled({ closed: true });
    const file = spoil(directory, (length) => length + 65);
    const { log, said } = listener();
    const opened = open(directory, log);
    for (let i = 0; i < 3; i++) expect(() => opened.read(1, 400, true)).toThrow(DamagedBatch);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ level: 'error', fields: { file, offset: 1 } });
  });

  it('can be given up: readers then go on behind it, and the file stays as it was beside the log', async () => {
    const directory = await filled({ closed: true });
    const file = spoil(directory, (length) => length + 65);
    const damaged = fs.readFileSync(file);
    const dataDir = path.resolve(directory, '../../../..');
    expect(await mendLogs(dataDir)).toMatchObject([{ topic: 't', partition: 0, offset: 1, nextOffset: 2 }]);
    expect(fs.readFileSync(`${file}.damaged`)).toEqual(damaged);
    const opened = open(directory);
    expect(readable(opened)).toEqual({ right: ALL.filter((offset) => offset !== 1), damaged: [] });
    expect(baseOffsets(opened.read(1, 1, true))).toEqual([2]);
    expect(await mendLogs(dataDir)).toEqual([]);
  });
});

describe('a log that is shorter than what was known of it', () => {
  it('goes on with offsets that no record had, and says which are missing', async () => {
    const directory = await filled({ closed: true });
    const file = path.join(directory, lastOf(directory, '.log'));
    const first = Number.parseInt(path.basename(file), 10);
    fs.truncateSync(file, 0);
    const { log, said } = listener();
    const opened = open(directory, log);
    expect(readable(opened).right).toEqual(ALL.slice(0, first));
    expect(opened.append(encodeBatch()).baseOffset).toBe(BATCHES);
    expect(said[0]).toMatchObject({ level: 'error', fields: { offset: first, nextOffset: BATCHES } });
  });

  it('of which a segment is gone, too', async () => {
    const directory = await filled({ closed: true });
    const names = fs
      .readdirSync(directory)
      .filter((name) => name.endsWith('.log'))
      .sort();
    for (const [name, offset] of [
      [names[1]!, Number.parseInt(names[1]!, 10)],
      [names.at(-1)!, Number.parseInt(names.at(-1)!, 10)],
    ] as const) {
      fs.rmSync(path.join(directory, name));
      const { log, said } = listener();
      const opened = open(directory, log);
      expect(opened.endOffset).toBe(BATCHES);
      expect(readable(opened).right).not.toContain(offset);
      expect(said).toContainEqual(
        expect.objectContaining({ level: 'error', fields: expect.objectContaining({ offset }) }),
      );
      await opened.close();
    }
  });

  it('of which a group has read more is as far as that', async () => {
    const opened = open(await filled({ closed: true }));
    expect(opened.skipTo(BATCHES)).toBe(false);
    expect(opened.skipTo(BATCHES + 5)).toBe(true);
    expect(opened.append(encodeBatch()).baseOffset).toBe(BATCHES + 5);
    expect(baseOffsets(opened.read(BATCHES, 1, true))).toEqual([BATCHES + 5]);
  });
});
