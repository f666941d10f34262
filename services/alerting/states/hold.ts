/**
 * What a look at a figure says of a rule's condition. `kept`: neither does it hold, nor is it over, with the figure
 * between the two thresholds. `unknown`: there is no figure, which is neither good nor bad news.
 */
export type Verdict = 'met' | 'kept' | 'over' | 'unknown';

/** How a condition has held so far. Times are UTC ms. */
export type Hold =
  | { state: 'inactive' }
  /** It holds since then, but not for long enough. */
  | { state: 'pending'; since: number }
  /** It held long enough; `overSince`: and is over since then, if not for long enough. */
  | { state: 'firing'; since: number; overSince: number | null };

export interface HoldOptions {
  /** How long a condition must hold before it fires, ms. */
  forMs: number;
  /** How long it must be over before it is resolved, ms. */
  keepFiringForMs: number;
}

export const INACTIVE: Hold = { state: 'inactive' };

/**
 * The states of Prometheus' alerts: inactive -> pending -> firing -> inactive. A look that knows nothing changes
 * nothing: what fires goes on, and what is pending can only fire at a look at which it holds.
 *
 * @param at UTC ms; never before that of the last look
 */
export function afterLook(hold: Hold, verdict: Verdict, at: number, options: HoldOptions): Hold {
  if (verdict === 'unknown') return hold;
  switch (hold.state) {
    case 'inactive':
      return verdict === 'met' ? heldSince(at, at, options) : INACTIVE;
    case 'pending':
      return verdict === 'met' ? heldSince(hold.since, at, options) : INACTIVE;
    case 'firing': {
      if (verdict !== 'over') return { ...hold, overSince: null };
      const overSince = hold.overSince ?? at;
      return at - overSince >= options.keepFiringForMs ? INACTIVE : { ...hold, overSince };
    }
  }
}

function heldSince(since: number, at: number, { forMs }: HoldOptions): Hold {
  return at - since >= forMs ? { state: 'firing', since, overSince: null } : { state: 'pending', since };
}
