import { type Trial, tryModel } from './backtest.ts';
import { combination } from './combination.ts';
import type { Grid } from './grid.ts';
import { holtWinters, SPEEDS } from './holt-winters.ts';
import type { Model } from './model.ts';
import { seasonalNaive } from './naive.ts';
import { weekdayProfile } from './weekday-profile.ts';

export interface Choice {
  readonly model: Model;
  readonly trial: Trial;
  /** Of all candidates, best first. */
  readonly trials: readonly Trial[];
}

/** Another is preferred to the weekday profile where it is better by this share: less than that is chance. */
const BETTER = 0.01;

/**
 * The way that errs least on the folds, by Poisson's deviance.
 *
 * @param raw what came, that forecasts are measured against
 * @param clean what models learn from, without oddities
 */
export function choose(raw: Grid, clean: Grid, origins: readonly number[]): Choice {
  const profile = weekdayProfile(clean);
  const first = { model: profile, trial: tryModel(raw, profile, origins) };
  if (first.trial.wape === null) return { ...first, trials: [first.trial] };

  const tried = (model: Model) => ({ model, trial: tryModel(raw, model, origins) });
  const all = [...origins, clean.past];
  const winters = SPEEDS.map((speeds) => tried(holtWinters(clean, all, speeds))).reduce(better);
  const others = [winters, tried(combination([profile, winters.model])), tried(seasonalNaive(clean))];
  const best = others.reduce(better);
  const chosen = best.trial.deviance < first.trial.deviance * (1 - BETTER) ? best : first;
  const trials = [first, ...others].map(({ trial }) => trial).sort((a, b) => a.deviance - b.deviance);
  return { ...chosen, trials };
}

function better<T extends { readonly trial: Trial }>(a: T, b: T): T {
  return b.trial.deviance < a.trial.deviance ? b : a;
}
