import { cpus, release, totalmem } from 'node:os';

/** One line of the results: what was measured against which goal. */
export interface Line {
  bench: string;
  what: string;
  /** Such as `>= 25,000/s`. */
  goal: string;
  measured: string;
  /** The figure behind `measured`, in the unit that `what` names. */
  value: number;
  /** Measured divided by goal, where above 1 is better; null where there is no goal. */
  ratio: number | null;
}

/** A benchmark. Throws when what it measured was not correct: speed of wrong answers is none. */
export interface Bench {
  name: string;
  /** One sentence. */
  title: string;
  /** Takes hours: runs only where it is named. */
  isLong?: boolean;
  /** @param keep has the JSON keep what is too much for a table */
  run(say: (line: string) => void, keep?: (details: unknown) => void): Promise<Line[]>;
}

/** A figure that shall be at least `goal`. */
export function atLeast(bench: string, what: string, value: number, goal: number, unit: string): Line {
  return {
    bench,
    what,
    goal: `>= ${format(goal)}${unit}`,
    measured: `${format(value)}${unit}`,
    value,
    ratio: value / goal,
  };
}

/** A figure that shall be at most `goal`. */
export function atMost(bench: string, what: string, value: number, goal: number, unit: string): Line {
  return {
    bench,
    what,
    goal: `<= ${format(goal)}${unit}`,
    measured: `${format(value)}${unit}`,
    value,
    ratio: goal / value,
  };
}

/** A figure without a goal. */
export function figure(bench: string, what: string, value: number, unit: string): Line {
  return { bench, what, goal: '', measured: `${format(value)}${unit}`, value, ratio: null };
}

/** What stands for the figures of a benchmark that threw. */
export function failure(bench: string, { message }: Error): Line {
  const what = message.split('\n', 1)[0]!.replaceAll('|', '/');
  return { bench, what, goal: 'no wrong figures', measured: 'failed', value: Number.NaN, ratio: 0 };
}

/** A table in Markdown. */
export function table(lines: readonly Line[]): string {
  const rows = lines.map((line) => [
    line.bench,
    line.what,
    line.goal,
    line.measured,
    line.ratio === null ? '' : line.ratio.toFixed(2),
    line.ratio === null ? '' : line.ratio >= 1 ? 'met' : 'missed',
  ]);
  const head = ['bench', 'what', 'goal', 'measured', 'ratio', 'verdict'];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join(
    '\n',
  );
}

/** The machine that figures are from. */
export function machine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
  };
}

/** The value at a share of sorted values, nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** The middle value; of an even number, the lower one of the two. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function format(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}
