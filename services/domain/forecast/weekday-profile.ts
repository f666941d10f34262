import type { Grid } from './grid.ts';
import type { Model } from './model.ts';
import { expectDay, fitProfile, type ProfileFit } from './profile.ts';

/** See `fitProfile`. Fits are kept, for those that put models together ask again. */
export function weekdayProfile(grid: Grid): Model {
  const fits = new Map<number, ProfileFit>();
  return {
    method: 'weekday-profile',
    at(origin) {
      const fit = fits.get(origin) ?? fitProfile(grid, origin);
      fits.set(origin, fit);
      return (day, into) => expectDay(grid, origin, fit, day, into);
    },
  };
}
