import { type Line, type machine, table } from './report.ts';

/** What a benchmark measured when it was last run for the page. */
export interface Result {
  bench: string;
  /** ISO 8601, UTC: the end of the run. */
  at: string;
  /** What was run. */
  commit: string;
  machine: ReturnType<typeof machine>;
  lines: readonly Line[];
}

/** The results with those of a run in place of older ones of the same benchmarks; what failed replaces nothing. */
export function takenIn(
  known: readonly Result[],
  { lines, ...run }: Omit<Result, 'bench'>,
  order: readonly string[],
): Result[] {
  const byBench = new Map(known.map((result) => [result.bench, result]));
  for (const bench of new Set(lines.map((line) => line.bench))) {
    const own = lines.filter((line) => line.bench === bench);
    if (!own.some(({ value }) => Number.isNaN(value))) byBench.set(bench, { ...run, bench, lines: own });
  }
  return order.flatMap((bench) => byBench.get(bench) ?? []);
}

/** The page of results, in Markdown. */
export function resultsPage(results: readonly Result[]): string {
  const runs = results.map(
    ({ bench, at, commit }) =>
      `| \`npm run bench -- ${bench} --results\` | ${at.slice(0, 16).replace('T', ' ')} | \`${commit}\` |`,
  );
  const machines = [...new Set(results.map(({ machine: of }) => machineWords(of)))];
  return `# Results

Each benchmark's figures are from its last run with \`--results\`; when and of which commit that was stands below. Lines of
one time may be compared, lines of different times only roughly. A ratio of 1 or more meets the goal. What each line means is in
[README.md](README.md), what misses its goal and why in [MISSED.md](MISSED.md).

Broker, engine and all services ran on one machine: ${machines.join('; ')}.

${table(results.flatMap(({ lines }) => lines))}

| reproduced by | run at (UTC) | commit |
|---|---|---|
${runs.join('\n')}
`;
}

function machineWords({ cpu, cores, memoryGiB, kernel, node }: Result['machine']): string {
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB, kernel ${kernel}, Node ${node}`;
}
