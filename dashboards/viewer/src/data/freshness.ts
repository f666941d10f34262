import { at } from '../grafana/frame.ts';

/** How fresh an answer says that it is. */
export interface Freshness {
  /** UTC ms. */
  readonly asOf: number;
  readonly lagMs: number | null;
}

/** Reads `asOf` and `lagMs` of an answer, wherever the endpoint has them; null where it has none. */
export function freshnessOf(body: unknown): Freshness | null {
  const holder = at(body, 'meta.asOf') === undefined ? body : at(body, 'meta');
  const asOf = at(holder, 'asOf');
  const instant = typeof asOf === 'string' ? Date.parse(asOf) : asOf;
  if (typeof instant !== 'number' || !Number.isFinite(instant)) return null;
  const lag = at(holder, 'lagMs');
  return { asOf: instant, lagMs: typeof lag === 'number' ? lag : null };
}
