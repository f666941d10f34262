/** Values of variables: a list of what is chosen of one that takes several; a text, which stands as it is. */
export type Scope = Readonly<Record<string, string | readonly string[]>>;

const reference = /\$\{(\w+)(?::(\w+))?\}|\$(\w+)/g;

/**
 * Fills in `${name}` and `$name` as Grafana does, and lists as `${name:customqueryparam}`: `name=a&name=b`, encoded. An
 * unknown name stays as it stands, so that it is seen.
 *
 * @throws Error for a list in any other format, rather than ask for something that Grafana would not
 */
export function interpolate(text: string, scope: Scope): string {
  return text.replace(
    reference,
    (whole, braced: string | undefined, format: string | undefined, bare: string | undefined) => {
      const name = (braced ?? bare)!;
      const value = scope[name];
      if (value === undefined) return whole;
      if (typeof value === 'string') return value;
      if (format !== 'customqueryparam') throw new Error(`format not understood: ${whole}`);
      return value.map((one) => `${name}=${encodeURIComponent(one)}`).join('&');
    },
  );
}
