import {
  appendFileSync,
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Dice } from './random.ts';

export type Rotation = 'rename' | 'copy';

/** A switch that writes its queue_log at a pace, and what rotates it. */
export interface QueueLogWriter {
  /** Every line, in the order in which it was written. */
  lines: readonly string[];
  rotate(kind: Rotation): Promise<void>;
  /** Writes what is left of a line, and no more. */
  stop(): Promise<void>;
}

const BEGAN_AT = 1_785_888_000;
const TICK_MS = 10;
/** How long the switch writes to the file that was renamed: until its logger is told. */
const OLD_HANDLE_MS = 150;
const QUEUES = ['sales', 'billing', 'support'];

/** Calls that come in, are taken by agents or given up, many at a time: a line means what it means by those before. */
export function* queueLog(dice: Dice, linesPerSecond: number): Generator<string, never> {
  const open: { id: string; queue: string; agent: string | null; at: number }[] = [];
  yield `${BEGAN_AT}|NONE|NONE|NONE|QUEUESTART|`;
  for (let n = 0; ; n++) {
    const at = BEGAN_AT + Math.floor(n / linesPerSecond);
    const roll = dice.next();
    if (open.length < 50 || (open.length < 300 && roll < 0.34)) {
      const call = { id: `${at}.${n}`, queue: dice.pick(QUEUES), agent: null, at };
      open.push(call);
      yield `${at}|${call.id}|${call.queue}|NONE|ENTERQUEUE||0301${dice.below(1_000_000)}|1`;
      continue;
    }
    const index = dice.below(open.length);
    const call = open[index]!;
    const said = `${at}|${call.id}|${call.queue}`;
    if (call.agent === null && roll < 0.4) {
      open.splice(index, 1);
      yield `${said}|NONE|ABANDON|1|1|${at - call.at}`;
    } else if (call.agent === null) {
      call.agent = `Agent ${dice.below(300)}`;
      yield `${said}|${call.agent}|CONNECT|${at - call.at}|${call.id}x|2`;
      call.at = at;
    } else {
      open.splice(index, 1);
      yield `${said}|${call.agent}|${dice.pick(['COMPLETECALLER', 'COMPLETEAGENT'])}|1|${at - call.at}|1`;
    }
  }
}

/** Writes at `linesPerSecond`; now and then a line comes in two pieces. */
export function startWriter(
  file: string,
  { dice, linesPerSecond }: { dice: Dice; linesPerSecond: number },
): QueueLogWriter {
  const source = queueLog(dice, linesPerSecond);
  const lines: string[] = [];
  let handle = openSync(file, 'a');
  let rest = '';
  let rotations = 0;
  let isStopping = false;

  function write(count: number): void {
    let text = rest;
    rest = '';
    for (let i = 0; i < count; i++) {
      const line = source.next().value;
      lines.push(line);
      text += `${line}\n`;
    }
    const cut = dice.next() < 0.2 ? dice.below(30) : 0;
    rest = cut === 0 ? '' : text.slice(-cut);
    writeSync(handle, cut === 0 ? text : text.slice(0, -cut));
  }

  function finishLine(): void {
    if (rest !== '') writeSync(handle, rest);
    rest = '';
  }

  const working = (async () => {
    let startedAt = performance.now();
    let due = 0;
    while (!isStopping) {
      await sleep(TICK_MS);
      const now = performance.now();
      // A machine that stood still is not made up for: what is written is what counts.
      due += Math.min(now - startedAt, 10 * TICK_MS) * (linesPerSecond / 1_000);
      startedAt = now;
      write(Math.floor(due));
      due -= Math.floor(due);
    }
    finishLine();
  })();

  function shift(): void {
    for (let n = rotations; n >= 1; n--) {
      for (const suffix of ['', '.gz']) {
        if (existsSync(`${file}.${n}${suffix}`))
          renameSync(`${file}.${n}${suffix}`, `${file}.${n + 1}${suffix}`);
      }
    }
    rotations++;
  }

  function pack(name: string): void {
    writeFileSync(`${name}.gz`, gzipSync(readFileSync(name)));
    rmSync(name);
  }

  return {
    lines,
    async rotate(kind) {
      shift();
      if (kind === 'copy') {
        // In one go: what is written between the two is lost by nature.
        finishLine();
        copyFileSync(file, `${file}.1`);
        ftruncateSync(handle);
      } else {
        renameSync(file, `${file}.1`);
        await sleep(OLD_HANDLE_MS);
        finishLine();
        closeSync(handle);
        handle = openSync(file, 'a');
      }
      if (rotations % 4 === 0) {
        // Something must be in the next one: who packs a file does so later.
        await sleep(OLD_HANDLE_MS);
        pack(`${file}.1`);
      }
    },
    async stop() {
      isStopping = true;
      await working;
      closeSync(handle);
      appendFileSync(file, '');
    },
  };
}
