interface NamedValues {
  readonly text: string;
  readonly values: readonly unknown[];
}

const comparison = /^\s*(\w+)\s*==\s*'([^']*)'\s*$/;

/**
 * The comparisons of an Infinity filter expression, of which one must hold. What is understood is what the dashboards
 * use: comparisons of a column with a text, joined by `||`.
 *
 * @throws Error for any other expression, rather than show rows that Grafana would not
 */
export function termsOf(expression: string): { name: string; wanted: string }[] {
  return expression.split('||').map((term) => {
    const [, name, wanted] = comparison.exec(term) ?? [];
    if (name === undefined || wanted === undefined) throw new Error(`filter not understood: ${expression}`);
    return { name, wanted };
  });
}

/**
 * A test of row numbers for an Infinity filter expression.
 *
 * @throws Error for an expression that is not understood, or of a column that is not there
 */
export function rowFilter(expression: string, columns: readonly NamedValues[]): (row: number) => boolean {
  const terms = termsOf(expression).map(({ name, wanted }) => {
    const column = columns.find(({ text }) => text === name);
    if (!column) throw new Error(`filter not understood: ${expression}`);
    return { column, wanted };
  });
  return (row) => terms.some(({ column, wanted }) => column.values[row] === wanted);
}
