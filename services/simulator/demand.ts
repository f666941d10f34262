import type { CenterDay } from './calendar.ts';
import type { HourCurve, Profile, QueueProfile, SimulatedChannel } from './profile.ts';
import { Random } from './random.ts';
import { HOUR, MINUTE } from './units.ts';

/** A customer who makes contact. */
export interface Arrival {
  /** UTC ms. */
  at: number;
  queue: QueueProfile;
  channel: SimulatedChannel;
}

/** A wave of customers: from `startsAt` on the rate is up to `factor` times the usual, fading out. */
interface Surge {
  queue: string;
  startsAt: number;
  factor: number;
  fadeMs: number;
}

/**
 * The day's arrivals on the given channels, by time: a non-homogeneous Poisson process per queue and channel,
 * drawn by thinning (Lewis and Shedler, 1979). Rates are linear between the middles of the hours.
 */
export function arrivalsOf(
  profile: Profile,
  seed: number,
  day: CenterDay,
  channels: readonly SimulatedChannel[],
): Arrival[] {
  const { demand } = profile;
  const chance = new Random(seed, 'demand', day.number);
  const level = Math.exp(demand.dayNoise * chance.normal()) * demand.weekdays[day.weekday - 1]!;
  const surge = surgeOf(profile, day, chance);
  const arrivals: Arrival[] = [];
  for (const queue of profile.queues) {
    for (const channel of channels) {
      const expected = queue.daily[channel] * profile.scale;
      const overseas = demand.overseasShare[channel];
      const home = shares(demand.home[channel], day.hours);
      const abroad = shares(demand.overseas, day.hours);
      const perHour = home.map(
        (share, i) => expected * (share * (1 - overseas) * level + abroad[i]! * overseas),
      );
      const wave = surge?.queue === queue.id ? surge : null;
      const random = new Random(seed, 'arrivals', day.number, queue.id, channel);
      thin(perHour, wave, day, random, (at) => arrivals.push({ at, queue, channel }));
    }
  }
  return arrivals.sort((a, b) => a.at - b.at);
}

function surgeOf({ demand: { surge } }: Profile, day: CenterDay, random: Random): Surge | null {
  if (!random.chance(surge.perDay)) return null;
  return {
    queue: random.pick(surge.queues),
    startsAt: day.startsAt + random.between(5, 14) * HOUR,
    factor: random.between(...surge.factor),
    fadeMs: random.duration(surge.fade),
  };
}

/** What share of a day's customers each hour of this day has. */
function shares(curve: HourCurve, hours: readonly number[]): number[] {
  const total = curve.reduce((sum, weight) => sum + weight, 0);
  return hours.map((hour) => curve[hour]! / total);
}

function thin(
  perHour: readonly number[],
  surge: Surge | null,
  day: CenterDay,
  random: Random,
  arrive: (at: number) => void,
): void {
  const most = Math.max(...perHour) * (surge?.factor ?? 1);
  if (most === 0) return;
  for (let at = day.startsAt; ; ) {
    at += random.exponential(HOUR / most);
    if (at >= day.endsAt - MINUTE) return;
    if (random.next() * most < rateAt(at, perHour, day) * surgeAt(at, surge)) arrive(Math.round(at));
  }
}

function rateAt(at: number, perHour: readonly number[], day: CenterDay): number {
  const place = Math.max(0, (at - day.startsAt) / HOUR - 0.5);
  const before = Math.floor(place);
  const low = perHour[before]!;
  const high = perHour[before + 1] ?? low;
  return low + (high - low) * (place - before);
}

function surgeAt(at: number, surge: Surge | null): number {
  if (surge === null || at < surge.startsAt) return 1;
  return 1 + (surge.factor - 1) * Math.exp(-(at - surge.startsAt) / surge.fadeMs);
}
