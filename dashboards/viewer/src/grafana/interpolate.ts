/** Values of variables; a list for one that takes several. */
export type Scope = Readonly<Record<string, string | readonly string[]>>;

const reference = /\$\{(\w+)(?::(\w+))?\}|\$(\w+)/g;

/**
 * Fills in `${name}`, `${name:csv}` and `$name` as Grafana does. An unknown name stays as it stands, so that
 * it is seen; the only format known is `csv`, which is also how a list is written without one.
 *
 * @param encode applied to each value, such as for the place that it takes in an address
 */
export function interpolate(
  text: string,
  scope: Scope,
  encode: (value: string) => string = (value) => value,
): string {
  return text.replace(reference, (whole, braced: string | undefined, _format, bare: string | undefined) => {
    const value = scope[(braced ?? bare)!];
    if (value === undefined) return whole;
    return typeof value === 'string' ? encode(value) : value.map(encode).join(',');
  });
}
