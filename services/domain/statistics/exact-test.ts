/** Counts that could have come, from `least` to `most`; `up(k)` is how much likelier k + 1 is than k. */
interface Possible {
  readonly least: number;
  readonly most: number;
  /** About the likeliest: where to begin, so that nothing overflows. */
  readonly near: number;
  readonly up: (k: number) => number;
}

/** Likelihoods that differ by less are equal, so that last digits do not decide; R and scipy have it as well. */
const TIE = 1 + 1e-7;
/** Terms that fall, and are less of the sum than this, would not change it. */
const NEGLIGIBLE = 1e-18;

/**
 * The p-value of an exact two-sided test: the share of all that could have come which is as unlikely as what was
 * observed, or more so. For distributions with a single top.
 */
export function exactTails(observed: number, { least, most, near, up }: Possible): number {
  const start = Math.min(Math.max(near, least), most);
  const likelihoods: number[] = [1];
  let sum = 1;
  let of = observed === start ? 1 : 0;
  // A likelihood too small for a number ends the way as well: that of what was observed is 0 then, and so is p.
  const goesOn = (likelihood: number, before: boolean) => likelihood > (before ? 0 : NEGLIGIBLE * sum);
  let likelihood = 1;
  for (let k = start; k < most && goesOn(likelihood, k < observed); k++) {
    likelihood *= up(k);
    sum += likelihood;
    likelihoods.push(likelihood);
    if (k + 1 === observed) of = likelihood;
  }
  likelihood = 1;
  for (let k = start; k > least && goesOn(likelihood, k > observed); k--) {
    likelihood /= up(k - 1);
    sum += likelihood;
    likelihoods.push(likelihood);
    if (k - 1 === observed) of = likelihood;
  }
  let tails = 0;
  // From the least likely on: the small ones add up before the large ones hide them.
  for (const one of likelihoods.filter((each) => each <= of * TIE).sort((a, b) => a - b)) tails += one;
  return Math.min(1, tails / sum);
}
