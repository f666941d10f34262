/** Values of variables; a list for one that takes several. Empty: nothing chosen, all count. */
export type Scope = Readonly<Record<string, string | readonly string[]>>;

const reference = /\$\{(\w+)(?::(\w+))?\}|\$(\w+)/g;

/**
 * Fills in `${name}`, `${name:csv}` and `$name` as Grafana does. An unknown name stays as it stands, so that
 * it is seen; the only format known is `csv`, which is also how a list is written without one.
 */
export function interpolate(text: string, scope: Scope): string {
  return text.replace(reference, (whole, braced: string | undefined, _format, bare: string | undefined) => {
    const value = scope[(braced ?? bare)!];
    if (value === undefined) return whole;
    return typeof value === 'string' ? value : value.join(',');
  });
}
