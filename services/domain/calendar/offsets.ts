import type { Zone } from 'luxon';

/** Part of the time line during which a zone's offset does not change. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  /** Wall clock minus UTC. */
  readonly offsetMs: number;
}

/**
 * How far apart a zone is probed. An offset that came and went within one step would be missed; the shortest
 * one of any zone from 1970 to 2040 lasted seven days (summer time in Recife, October 2000).
 */
const STEP_MS = 3 * 86_400_000;

/** A span takes luxon about a millisecond, and calendars of one zone ask for the same ones. */
const MAX_KNOWN_SPANS = 512;

const knownSpans = new Map<string, readonly Stretch[]>();

/** Cuts [fromMs, toMs), UTC, where the zone's offset changes, to the millisecond. The offsets are luxon's. */
export function offsetStretches(zone: Zone, fromMs: number, toMs: number): readonly Stretch[] {
  const key = `${zone.name} ${fromMs} ${toMs}`;
  const known = knownSpans.get(key);
  if (known !== undefined) return known;
  const stretches = findStretches(zone, fromMs, toMs);
  if (knownSpans.size >= MAX_KNOWN_SPANS) knownSpans.delete(knownSpans.keys().next().value!);
  knownSpans.set(key, stretches);
  return stretches;
}

function findStretches(zone: Zone, fromMs: number, toMs: number): Stretch[] {
  const stretches: Stretch[] = [];
  let startMs = fromMs;
  let offset = zone.offset(fromMs);
  let knownMs = fromMs;
  while (knownMs < toMs) {
    const probeMs = Math.min(knownMs + STEP_MS, toMs);
    if (zone.offset(probeMs) === offset) {
      knownMs = probeMs;
      continue;
    }
    const changeMs = firstChange(zone, offset, knownMs, probeMs);
    stretches.push({ fromMs: startMs, toMs: changeMs, offsetMs: toOffsetMs(offset) });
    startMs = changeMs;
    knownMs = changeMs;
    offset = zone.offset(changeMs);
  }
  if (startMs < toMs) stretches.push({ fromMs: startMs, toMs, offsetMs: toOffsetMs(offset) });
  return stretches;
}

/** The first instant after `sameMs` that has another offset, where `otherMs` is known to have one. */
function firstChange(zone: Zone, offset: number, sameMs: number, otherMs: number): number {
  let same = sameMs;
  let other = otherMs;
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (zone.offset(middle) === offset) same = middle;
    else other = middle;
  }
  return other;
}

/** luxon gives minutes, with a fraction where a historic offset had seconds. */
function toOffsetMs(minutes: number): number {
  return Math.round(minutes * 60) * 1000;
}
