/** What one check came to. */
export interface Finding {
  check: string;
  /** How many things were looked at. */
  examined: number;
  /** How many of them are not as they should be. */
  differences: number;
  /** Where to look: ids, topics and offsets, the first few. Never a value of an event. */
  examples: string[];
}

const MAX_EXAMPLES = 10;

/** Counts for one check. */
export function createFinding(check: string): Finding & { differs(example: string): void } {
  return {
    check,
    examined: 0,
    differences: 0,
    examples: [],
    differs(example) {
      this.differences++;
      if (this.examples.length < MAX_EXAMPLES) this.examples.push(example);
    },
  };
}

/** The findings as lines of a table. */
export function findingLines(findings: readonly Finding[]): string[] {
  const rows = [
    ['check', 'examined', 'differences'],
    ...findings.map((f) => [f.check, f.examined.toLocaleString('en'), f.differences.toLocaleString('en')]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map(
    ([check, examined, differences]) =>
      `${check!.padEnd(widths[0]!)}  ${examined!.padStart(widths[1]!)}  ${differences!.padStart(widths[2]!)}`,
  );
  const examples = findings.flatMap((f) => f.examples.map((example) => `  ${f.check}: ${example}`));
  return [...lines, ...examples];
}
