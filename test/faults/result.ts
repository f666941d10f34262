/** What came of one kind of fault. */
export interface Result {
  fault: string;
  runs: number;
  /** Processes killed without warning. */
  kills: number;
  /** What should not have happened, in words. */
  violations: string[];
  /** Measured on the way, such as how long it took to go on. */
  figures: Record<string, number>;
}

export function createResult(fault: string): Result {
  return { fault, runs: 0, kills: 0, violations: [], figures: {} };
}

/** The results as the lines of a table, with what went wrong below. */
export function resultLines(results: readonly Result[]): string[] {
  const rows = [
    ['fault', 'runs', 'kills', 'violations'],
    ...results.map((r) => [r.fault, String(r.runs), String(r.kills), String(r.violations.length)]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  '),
  );
  for (const { fault, figures } of results) {
    for (const [name, value] of Object.entries(figures)) lines.push(`  ${fault}, ${name}: ${value}`);
  }
  for (const { fault, violations } of results) for (const one of violations) lines.push(`  ${fault}: ${one}`);
  return lines;
}
