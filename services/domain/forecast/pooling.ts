import { totalsOf } from './special-days.ts';

/**
 * Lends each weekday the shapes of others, as far as they are alike: its shares of the day become the mean of all
 * weekdays' shares, each weighed by 1 / (variance of its own mean + squared difference that chance does not explain).
 * Weekdays keep their totals. So Tuesday learns from Wednesday and nothing from Sunday.
 *
 * @param profile expected values by weekday and place, changed in place
 * @param variances of these means; become those of the new ones
 */
export function lendShapes(profile: Float64Array, variances: Float64Array, perDay: number): void {
  const totals = totalsOf(profile, perDay);
  const shares = profile.map((value, slot) => {
    const total = totals[Math.floor(slot / perDay)]!;
    return total > 0 ? value / total : 0;
  });
  const noise = new Float64Array(7);
  for (let slot = 0; slot < profile.length; slot++) {
    const weekday = Math.floor(slot / perDay);
    noise[weekday]! += variances[slot]! / totals[weekday]! ** 2;
  }
  const before = variances.slice();
  const own = new Float64Array(7);
  for (let weekday = 0; weekday < 7; weekday++) {
    if (!(totals[weekday]! > 0)) continue;
    for (let other = 0; other < 7; other++) {
      own[other] = totals[other]! > 0 ? lent(shares, noise, weekday, other, perDay) : 0;
    }
    own[weekday]! *= 3;
    const all = own.reduce((sum, weight) => sum + weight, 0);
    if (!(all > 0) || !Number.isFinite(all)) continue;
    for (let place = 0; place < perDay; place++) {
      let share = 0;
      let variance = 0;
      for (let other = 0; other < 7; other++) {
        const slot = other * perDay + place;
        share += own[other]! * shares[slot]!;
        if (own[other]! > 0) variance += own[other]! ** 2 * (before[slot]! / totals[other]! ** 2);
      }
      profile[weekday * perDay + place] = (totals[weekday]! * share) / all;
      variances[weekday * perDay + place] = (totals[weekday]! ** 2 * variance) / all ** 2;
    }
  }
}

function lent(
  shares: Float64Array,
  noise: Float64Array,
  weekday: number,
  other: number,
  perDay: number,
): number {
  let apart = 0;
  for (let place = 0; place < perDay; place++) {
    apart += (shares[weekday * perDay + place]! - shares[other * perDay + place]!) ** 2;
  }
  const chance = weekday === other ? 0 : noise[weekday]! + noise[other]!;
  return 1 / (noise[other]! + Math.max(0, apart - chance));
}
