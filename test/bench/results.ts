import { type Line, type machine, table } from './report.ts';

/** One run of some or all benchmarks. */
export interface BenchRun {
  /** ISO 8601, UTC. */
  at: string;
  seconds: number;
  machine: ReturnType<typeof machine>;
  lines: readonly Line[];
}

/** The page of results, in Markdown: everything on it is from one run. */
export function resultsPage({ at, seconds, machine: of, lines }: BenchRun): string {
  const names = [...new Set(lines.map(({ bench }) => bench))];
  return `# Results

One run of \`npm run bench -- --results\`, ${at}, ${seconds} s.

${of.cpu}, ${of.cores} cores, ${of.memoryGiB} GiB, kernel ${of.kernel}, Node ${of.node}; broker, engine and all
services on this machine. A ratio of 1 or more meets the goal. What each line means is in [README.md](README.md), what misses its goal and why in
[MISSED.md](MISSED.md).

${table(lines)}

Each line is reproduced by the command of its benchmark:

${names.map((name) => `- \`npm run bench -- ${name}\``).join('\n')}
`;
}
