import { DateTime, IANAZone } from 'luxon';
import type { TimeFormat } from './mapping.ts';
import { parseClock } from './scalars.ts';
import { createWallClock } from './wall-clock.ts';

const DAY_MS = 86_400_000;
/** How far a clock may lie before the time that it follows, because one of them is rounded or goes wrong. */
const ROUNDED_MS = 60_000;
const FOLLOWS_WITHIN_MS = 12 * 3_600_000;
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
const LOCALE = { locale: 'en' } as const;

/** A time as written: with an offset of its own it is an instant, without one a reading of the local clock. */
interface WrittenTime {
  ms: number;
  isInstant: boolean;
}

type Reader = (text: string) => WrittenTime | null;

/** Reads the times of an export. */
export interface Times {
  /**
   * UTC ms; null where a text fits none of the formats, names no real date (31 February), or lies outside 1970 to
   * 2100, where a format was most likely mistaken for another. A reading that occurs twice is the first of the two.
   */
  read(text: string): number | null;
  /**
   * A clock without a day, such as `18:05`, that follows another time: UTC ms of the first instant from then on at
   * which the clock on the wall shows it. So it rolls past midnight, once, and past a change of the clocks.
   *
   * Clocks are rounded, and two of them never agree: one that lies up to a minute before is taken for the time
   * itself. One that does not come within 12 hours lies before it rather than after: `too late`.
   *
   * @param after UTC ms
   */
  readClock(text: string, after: number): number | 'no clock' | 'too late';
}

export function createTimes({ formats, zone }: TimeFormat): Times {
  const readers = formats.map(readerOf);
  const wall = createWallClock(IANAZone.create(zone));
  return {
    read(text) {
      for (const read of readers) {
        const written = read(text);
        if (written === null) continue;
        const ms = written.isInstant ? written.ms : wall.instantsOf(written.ms)[0];
        if (ms >= EARLIEST && ms < LATEST) return ms;
      }
      return null;
    },
    readClock(text, after) {
      const clock = parseClock(text);
      if (clock === null) return 'no clock';
      const today = Math.floor(wall.readingAt(after) / DAY_MS) * DAY_MS;
      const shown = [today - DAY_MS, today, today + DAY_MS].flatMap((day) => wall.instantsOf(day + clock));
      if (shown.some((ms) => ms < after && after - ms <= ROUNDED_MS)) return after;
      const next = Math.min(...shown.filter((ms) => ms >= after));
      return next - after <= FOLLOWS_WITHIN_MS ? next : 'too late';
    },
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

/** What JavaScript and ICU put before AM and PM since 2022; formats are written with a blank. */
const NARROW_BLANK = /\u202f/g;

/** Reader of a named format, or of luxon's tokens such as `dd.MM.yyyy HH:mm`. */
function readerOf(format: string): Reader {
  const named = NAMED_READERS[format];
  if (named) return named;
  const parser = DateTime.buildFormatParser(format, LOCALE);
  const isInstant = /[Zz]/.test(format.replaceAll(/'[^']*'/g, ''));
  return (text) => {
    const time = DateTime.fromFormatParser(text.replace(NARROW_BLANK, ' '), parser, {
      zone: 'utc',
      ...LOCALE,
    });
    return time.isValid ? { ms: time.toMillis(), isInstant } : null;
  };
}
