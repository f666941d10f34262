import betaInverse from '@stdlib/stats-base-dists-beta-quantile';
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalInverse from '@stdlib/stats-base-dists-normal-quantile';
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tInverse from '@stdlib/stats-base-dists-t-quantile';

/** The share of a standard normal distribution that lies at least as far from 0 as `z`, both sides together. */
export function normalTails(z: number): number {
  return 2 * normalCdf(-Math.abs(z), 0, 1);
}

/** How far from 0 the middle `level` of a standard normal distribution reaches: 1.96 for 0.95. */
export function normalReach(level: number): number {
  return -normalInverse((1 - level) / 2, 0, 1);
}

/** Like `normalTails`, of Student's t distribution. @param freedom degrees of freedom, above 0, not only whole ones */
export function tTails(t: number, freedom: number): number {
  return 2 * tCdf(-Math.abs(t), freedom);
}

/** Like `normalReach`, of Student's t distribution. */
export function tReach(level: number, freedom: number): number {
  return -tInverse((1 - level) / 2, freedom);
}

/** Below which value the share `p` of a beta distribution lies. */
export function betaQuantile(p: number, alpha: number, beta: number): number {
  return betaInverse(p, alpha, beta);
}
