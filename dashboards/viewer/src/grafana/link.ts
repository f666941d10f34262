import type { Cell } from './frame.ts';

interface Named {
  readonly name: string;
  readonly values: readonly Cell[];
}

/** Chosen values by the names of variables. */
type Chosen = Readonly<Record<string, readonly string[]>>;

/** `${name}`, `${__data.fields.name}`, each with or without a format. */
const reference = /\$\{([\w.]+)(?::(\w+))?\}/g;
const ofRow = '__data.fields.';

/**
 * The address that a data link leads to from a row, as Grafana fills it in: `${__data.fields.name}` is the row's value,
 * `:percentencode` encodes it, `${name:queryparam}` is `var-name=value` for each value that is chosen of a variable.
 *
 * @throws Error for a reference that is not understood, rather than lead to another page than Grafana would
 */
export function linkOf(url: string, fields: readonly Named[], row: number, chosen: Chosen): string {
  return url.replace(reference, (whole, name: string, format: string | undefined) => {
    if (name.startsWith(ofRow)) {
      const field = fields.find((one) => one.name === name.slice(ofRow.length));
      if (!field) throw new Error(`link not understood: ${whole}`);
      const value = String(field.values[row] ?? '');
      return format === 'percentencode' ? encodeURIComponent(value) : value;
    }
    if (format !== 'queryparam') throw new Error(`link not understood: ${whole}`);
    return (chosen[name] ?? []).map((value) => `var-${name}=${encodeURIComponent(value)}`).join('&');
  });
}
