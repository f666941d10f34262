import { DateTime, IANAZone } from 'luxon';
import type { TimeFormat } from './mapping.ts';

const HOUR_MS = 3_600_000;
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
const MAX_HOURS = 50_000;
const LOCALE = { locale: 'en' } as const;

/** A time as written: with an offset of its own it is an instant, without one a reading of the local clock. */
interface WrittenTime {
  ms: number;
  isInstant: boolean;
}

type Reader = (text: string) => WrittenTime | null;

/**
 * Parses the times of an export to UTC ms; null where a text fits none of the formats, names no real date
 * (31 February), or lies outside 1970 to 2100, where a format was most likely mistaken for another.
 */
export function createTimeParser({ formats, zone }: TimeFormat): (text: string) => number | null {
  const readers = formats.map(readerOf);
  const toInstant = createInstantOf(IANAZone.create(zone));
  return (text) => {
    for (const read of readers) {
      const written = read(text);
      if (written === null) continue;
      const ms = written.isInstant ? written.ms : toInstant(written.ms);
      if (ms >= EARLIEST && ms < LATEST) return ms;
    }
    return null;
  };
}

/**
 * The instant of a reading of the local clock, given as if it were UTC (ms).
 * A reading that occurs twice (clocks went back) is taken as the first of the two. One that never occurs
 * (clocks went forward) is read with the offset before the change, as by a clock nobody had set yet.
 */
function createInstantOf(zone: IANAZone): (localMs: number) => number {
  // Offsets come from Intl, which is slow; an export has few hours and many times in each.
  const aroundHour = new Map<number, { before: number; after: number }>();

  function offsetsAround(localMs: number) {
    const hour = Math.floor(localMs / HOUR_MS);
    let offsets = aroundHour.get(hour);
    if (!offsets) {
      offsets = { before: offsetMs((hour - 24) * HOUR_MS), after: offsetMs((hour + 25) * HOUR_MS) };
      if (aroundHour.size >= MAX_HOURS) aroundHour.clear();
      aroundHour.set(hour, offsets);
    }
    return offsets;
  }

  function offsetMs(instant: number): number {
    return zone.offset(instant) * 60_000;
  }

  return (localMs) => {
    const { before, after } = offsetsAround(localMs);
    if (before === after) return localMs - before;
    const candidates = [localMs - before, localMs - after].sort((a, b) => a - b);
    return candidates.find((ms) => ms + offsetMs(ms) === localMs) ?? localMs - before;
  };
}

/** What is wrong with a format of a mapping, or null. */
export function formatFault(format: string): string | null {
  if (format in NAMED_READERS) return null;
  const sample = DateTime.utc(2024, 12, 31, 23, 58, 59, LOCALE);
  const back = DateTime.fromFormat(sample.toFormat(format), format, { zone: 'utc', ...LOCALE });
  if (back.isValid && back.startOf('minute').toMillis() === sample.startOf('minute').toMillis()) return null;
  return 'is no usable time format: it must carry year, month, day, hour (HH, or hh with a) and minute';
}

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(?:(Z)|([+-])(\d\d):?(\d\d)?)?$/;

/** ISO 8601 with date and time, `T` or a blank between them; digits beyond the millisecond are cut off. */
function readIso(text: string): WrittenTime | null {
  const parts = ISO.exec(text);
  if (!parts) return null;
  const [, year, month, day, hour, minute, second = '00', fraction = '', utc, sign, ...offset] = parts;
  const millisecond = fraction.padEnd(3, '0').slice(0, 3);
  const ms = Date.UTC(+year!, +month! - 1, +day!, +hour!, +minute!, +second, +millisecond);
  // Date.UTC carries 31 February over into March: only a time that reads back the same is one.
  if (new Date(ms).toISOString() !== `${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`) {
    return null;
  }
  const [offsetHours = '0', offsetMinutes = '0'] = offset;
  const offsetMs = (+offsetHours * 60 + +offsetMinutes) * 60_000;
  return {
    ms: ms - (sign === '-' ? -offsetMs : offsetMs),
    isInstant: utc !== undefined || sign !== undefined,
  };
}

function epochReader(unitMs: number): Reader {
  return (text) => {
    return /^\d+(\.\d+)?$/.test(text) ? { ms: Math.round(Number(text) * unitMs), isInstant: true } : null;
  };
}

const NAMED_READERS: Readonly<Record<string, Reader>> = {
  iso: readIso,
  epoch_s: epochReader(1_000),
  epoch_ms: epochReader(1),
};

/** Reader of a named format, or of luxon's tokens such as `dd.MM.yyyy HH:mm`. */
function readerOf(format: string): Reader {
  const named = NAMED_READERS[format];
  if (named) return named;
  const parser = DateTime.buildFormatParser(format, LOCALE);
  const isInstant = /[Zz]/.test(format.replaceAll(/'[^']*'/g, ''));
  return (text) => {
    const time = DateTime.fromFormatParser(text, parser, { zone: 'utc', ...LOCALE });
    return time.isValid ? { ms: time.toMillis(), isInstant } : null;
  };
}
