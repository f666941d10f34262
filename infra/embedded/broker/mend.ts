/**
 * `node --import tsx infra/embedded/broker/mend.ts <data folder>`: reads every batch of the broker's logs and takes out
 * those that are damaged, so that readers go on behind them. For a broker that does not run.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppendFile } from './log/append-file.ts';
import { type Damage, scanBatches } from './log/scan.ts';
import { Segment } from './log/segment.ts';

export interface GivenUp extends Damage {
  topic: string;
  partition: number;
  /** Where the segment is kept as it was. */
  kept: string;
}

/** Gives what was taken out; the segments that held it stay beside the logs, as `<offset>.log.damaged`. */
export async function mendLogs(dataDir: string): Promise<GivenUp[]> {
  const topics = path.join(dataDir, 'kafka', 'topics');
  const givenUp: GivenUp[] = [];
  for (const topic of fs.readdirSync(topics)) {
    const partitions = fs.readdirSync(path.join(topics, topic)).filter((name) => /^\d+$/.test(name));
    for (const partition of partitions) {
      const directory = path.join(topics, topic, partition);
      for (const baseOffset of Segment.list(directory)) {
        const { damages, kept } = await mendSegment(directory, baseOffset);
        givenUp.push(...damages.map((it) => ({ ...it, topic, partition: Number(partition), kept })));
      }
    }
  }
  return givenUp;
}

/** What stands behind damage becomes a segment of its own: offsets within a segment have no gaps. */
async function mendSegment(
  directory: string,
  baseOffset: number,
): Promise<{ damages: Damage[]; kept: string }> {
  const name = Segment.fileNameOf(directory, baseOffset);
  const kept = `${name}.damaged`;
  if (!fs.existsSync(name)) return { damages: [], kept };
  const file = new AppendFile(name);
  const { damages } = scanBatches(file, 0, baseOffset, () => false);
  if (damages.length > 0) {
    fs.copyFileSync(name, kept);
    damages.forEach(({ position, bytes, nextOffset }, index) => {
      const start = position + bytes;
      const piece = file.read(start, (damages[index + 1]?.position ?? file.size) - start);
      fs.writeFileSync(Segment.fileNameOf(directory, nextOffset), piece, { flush: true });
    });
    fs.rmSync(Segment.checkpointNameOf(directory, baseOffset), { force: true });
    file.truncate(damages[0]!.position);
    await file.sync();
  }
  await file.close();
  return { damages, kept };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , dataDir] = process.argv;
  if (dataDir === undefined) throw new Error('usage: mend.ts <data folder>');
  const givenUp = await mendLogs(dataDir);
  for (const { topic, partition, offset, nextOffset, kept } of givenUp) {
    process.stdout.write(
      `given up: ${topic}/${partition}, offsets ${offset} to ${nextOffset - 1}; kept in ${kept}\n`,
    );
  }
  if (givenUp.length === 0) process.stdout.write('Every batch is as it was stored.\n');
}
