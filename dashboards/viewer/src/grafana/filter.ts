interface NamedValues {
  readonly text: string;
  readonly values: readonly unknown[];
}

const comparison = /^\s*(\w+)\s*==\s*'([^']*)'\s*$/;

/**
 * A test of row numbers for an Infinity filter expression. What is understood is what the dashboards use:
 * comparisons of a column with a text, joined by `||`.
 *
 * @throws Error for any other expression, rather than show rows that Grafana would not
 */
export function rowFilter(expression: string, columns: readonly NamedValues[]): (row: number) => boolean {
  const terms = expression.split('||').map((term) => {
    const [, name, wanted] = comparison.exec(term) ?? [];
    const column = columns.find(({ text }) => text === name);
    if (!column) throw new Error(`filter not understood: ${expression}`);
    return { column, wanted };
  });
  return (row) => terms.some(({ column, wanted }) => column.values[row] === wanted);
}
