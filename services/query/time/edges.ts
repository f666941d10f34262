const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The borders between classes of durations, ms: each a little more than the double, and as people say them. */
export const EDGES_MS: readonly number[] = [
  ...[5, 10, 20, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 8].map((hours) => hours * HOUR),
  ...[1, 2, 4, 8].map((days) => days * DAY),
];

const UNITS = [
  ['d', DAY],
  ['h', HOUR],
  ['min', MINUTE],
  ['s', SECOND],
] as const;

function short(ms: number): string {
  const [name, length] = UNITS.find(([, size]) => ms >= size)!;
  return `${ms / length} ${name}`;
}

/** A class in the symbols of the units, which all languages share: `< 5 s`, `30 s – 1 min`, `≥ 8 d`. */
export function classText(from: number, to: number | null): string {
  if (to === null) return `≥ ${short(from)}`;
  return from === 0 ? `< ${short(to)}` : `${short(from)} – ${short(to)}`;
}
