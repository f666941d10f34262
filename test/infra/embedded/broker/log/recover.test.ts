import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { AppendFile } from '../../../../../infra/embedded/broker/log/append-file.ts';
import type { PartitionLog } from '../../../../../infra/embedded/broker/log/partition-log.ts';
import { encodeBatch, tamper } from '../support/batch.ts';
import { temporaryFolder } from '../support/folder.ts';
import { baseOffsets, openLog } from '../support/log.ts';

const FIRST_SEGMENT = '00000000000000000000.log';
const FIRST_CHECKPOINT = '00000000000000000000.checkpoint';

/** A folder with a log of batches of one record each, as a killed process leaves it: nothing was closed. */
function crashedLog(batches: number, limits = {}): string {
  const directory = temporaryFolder();
  const log = openLog(directory, limits);
  for (let i = 0; i < batches; i++) log.append(encodeBatch({ values: [`value ${i}`] }));
  return directory;
}

function everything(log: PartitionLog): number[] {
  const offsets: number[] = [];
  for (let offset = log.startOffset; offset < log.endOffset; ) {
    const batches = baseOffsets(log.read(offset, 1_000_000, true));
    offsets.push(...batches);
    offset = batches.at(-1)! + 1;
  }
  return offsets;
}

describe('a log that was not closed', () => {
  it('is as it was', () => {
    const log = openLog(crashedLog(20, { segmentBytes: 500 }), { segmentBytes: 500 });
    expect(everything(log)).toEqual([...Array(20).keys()]);
    expect(log.append(encodeBatch()).baseOffset).toBe(20);
  });

  it('loses only the batch that was torn, wherever it was torn', () => {
    const directory = crashedLog(3);
    const file = path.join(directory, FIRST_SEGMENT);
    const whole = fs.readFileSync(file);
    const lastBatchAt = (whole.length / 3) * 2;
    for (let length = lastBatchAt; length < whole.length; length++) {
      fs.writeFileSync(file, whole.subarray(0, length));
      const log = openLog(directory);
      expect(everything(log), `torn at ${length}`).toEqual([0, 1]);
      expect(fs.statSync(file).size).toBe(lastBatchAt);
      expect(log.append(encodeBatch()).baseOffset).toBe(2);
    }
  });

  it('cuts off the zeros that a power cut can leave', () => {
    const directory = crashedLog(2);
    fs.appendFileSync(path.join(directory, FIRST_SEGMENT), Buffer.alloc(5_000));
    expect(everything(openLog(directory))).toEqual([0, 1]);
  });

  it('still knows its idempotent producers', () => {
    const directory = temporaryFolder();
    const of = (baseSequence: number) => encodeBatch({ producerId: 9, producerEpoch: 0, baseSequence });
    const log = openLog(directory);
    for (const sequence of [0, 1, 2]) log.append(of(sequence));
    const again = openLog(directory);
    expect(again.append(of(1)).baseOffset).toBe(1);
    expect(again.append(of(3)).baseOffset).toBe(3);
    expect(() => again.append(of(9))).toThrow();
  });
});

describe('checkpoints', () => {
  it('spare reading what they know of, and keep times, places and producers', async () => {
    const directory = temporaryFolder();
    const log = openLog(directory, { segmentBytes: 1_000 });
    const of = (i: number) => {
      return encodeBatch({ timestampsMs: [i * 10], producerId: 9, producerEpoch: 0, baseSequence: i });
    };
    for (let i = 0; i < 50; i++) log.append(of(i));
    await log.close();

    const read = vi.spyOn(AppendFile.prototype, 'read');
    const again = openLog(directory, { segmentBytes: 1_000 });
    expect(read).not.toHaveBeenCalled();
    read.mockRestore();
    expect(everything(again)).toEqual([...Array(50).keys()]);
    expect(again.findTime(333)).toEqual({ offset: 34, timestampMs: 340 });
    expect(again.append(of(48)).baseOffset).toBe(48);
    expect(again.append(of(50)).baseOffset).toBe(50);
  });

  it('are written while the log grows, so that a crash leaves little to read', async () => {
    const directory = crashedLog(30, { checkpointBytes: 500 });
    await expect.poll(() => fs.existsSync(path.join(directory, FIRST_CHECKPOINT))).toBe(true);
    const read = vi.spyOn(AppendFile.prototype, 'read');
    const log = openLog(directory, { checkpointBytes: 500 });
    expect(read.mock.calls[0]![0]).toBeGreaterThan(0);
    read.mockRestore();
    expect(everything(log)).toEqual([...Array(30).keys()]);
  });

  it.each([
    ['damaged', (bytes: Buffer) => tamper(bytes, 20, bytes[20]! ^ 1)],
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => Buffer.alloc(0)],
  ])('that are %s are not believed', async (_how, spoil) => {
    const directory = temporaryFolder();
    const log = openLog(directory);
    for (let i = 0; i < 10; i++) log.append(encodeBatch());
    await log.close();
    const file = path.join(directory, FIRST_CHECKPOINT);
    fs.writeFileSync(file, spoil(fs.readFileSync(file)));
    expect(everything(openLog(directory))).toEqual([...Array(10).keys()]);
  });
});

it('reads on behind a gap that damage has left in the middle of the log', () => {
  const directory = crashedLog(12, { segmentBytes: 400 });
  const names = fs.readdirSync(directory).filter((name) => name.endsWith('.log'));
  const damaged = path.join(directory, names[1]!);
  const bytes = fs.readFileSync(damaged);
  fs.writeFileSync(damaged, tamper(bytes, bytes.length - 3, 0xff));
  fs.rmSync(damaged.replace('.log', '.checkpoint'), { force: true });
  const log = openLog(directory, { segmentBytes: 400 });
  const lost = Number.parseInt(names[2]!, 10) - 1;
  expect(everything(log)).toEqual([...Array(12).keys()].filter((offset) => offset !== lost));
  expect(baseOffsets(log.read(lost, 1, true))).toEqual([lost + 1]);
});
