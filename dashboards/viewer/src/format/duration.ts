import { numberFormat } from './number.ts';

/** A piece of a written value: units are set smaller than figures. */
export interface Part {
  readonly text: string;
  readonly unit: boolean;
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

function piece(value: number, unit: string, locale: string, options: Intl.NumberFormatOptions = {}): Part[] {
  const format = numberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow', ...options });
  return format.formatToParts(value).map((part) => ({ text: part.value, unit: part.type === 'unit' }));
}

/** Writes a duration with its greatest unit only, where there is little room: 4.2 s, 1.6 m, 12 h. */
export function roughDuration(ms: number, locale: string): Part[] {
  const [unit, length] = units.find(([, size]) => ms >= size * 0.995) ?? units.at(-1)!;
  const value = ms / length;
  return piece(value, unit, locale, { maximumFractionDigits: value < 9.95 ? 1 : 0 });
}

/**
 * Writes a duration with its two greatest units: 420 ms, 4.2 s, 42 s, 1 m 33 s, 5 h 12 m, 3 d 04 h.
 *
 * @param ms milliseconds; a negative one gets a minus
 * @param brief leaves away a second unit of which there is none: 18 h
 */
export function durationParts(ms: number, locale: string, brief = false): Part[] {
  const size = Math.abs(ms);
  const sign: Part[] = ms < 0 ? [{ text: '−', unit: false }] : [];
  if (size === 0) return piece(0, 'second', locale);
  if (size < 999.5) return [...sign, ...piece(Math.round(size), 'millisecond', locale)];
  if (size < 9_950) return [...sign, ...piece(size / 1_000, 'second', locale, { maximumFractionDigits: 1 })];
  // Rounded to the smaller of the two units first, so that 59.6 s becomes 1 m 00 s and never 60 s.
  const smallest = size < 3_599_500 ? 3 : size < 86_370_000 ? 2 : 1;
  const rounded = Math.round(size / units[smallest]![1]) * units[smallest]![1];
  const greatest = units.findIndex(([, length]) => rounded >= length);
  const [unit, length] = units[greatest]!;
  const head = piece(Math.floor(rounded / length), unit, locale);
  const next = units[greatest + 1];
  if (!next) return [...sign, ...head];
  const rest = Math.floor((rounded % length) / next[1]);
  if (brief && rest === 0) return [...sign, ...head];
  const tail = piece(rest, next[0], locale, { minimumIntegerDigits: 2 });
  return [...sign, ...head, { text: '\u2009', unit: true }, ...tail];
}

/** Writes a duration as `durationParts` does, in one text. */
export function durationText(ms: number, locale: string): string {
  return durationParts(ms, locale)
    .map(({ text }) => text)
    .join('');
}
