/** Label to the values that it may have. */
export type Matchers = Readonly<Record<string, readonly string[]>>;
export type Labels = Readonly<Record<string, string>>;

/** Whether labels have, of each name asked for, one of the values. */
export function matches(wanted: Matchers, labels: Labels): boolean {
  return Object.entries(wanted).every(([name, values]) => values.includes(labels[name] ?? ''));
}
