const cache = new Map<string, Intl.DateTimeFormat>();

/** A date format; kept, because making one is far dearer than using it. */
function formatter(
  locale: string,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, timeZone, options]);
  let format = cache.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    cache.set(key, format);
  }
  return format;
}

const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const day = { month: 'short', day: 'numeric' } as const;

/** Writes instants (UTC ms) in a zone. */
export interface Dates {
  readonly time: (ms: number) => string;
  readonly timeWithSeconds: (ms: number) => string;
  readonly day: (ms: number) => string;
  readonly dayAndTime: (ms: number) => string;
  readonly weekday: (ms: number) => string;
  readonly full: (ms: number) => string;
}

export function datesIn(locale: string, zone: string): Dates {
  const write = (options: Intl.DateTimeFormatOptions) => (ms: number) =>
    formatter(locale, zone, options).format(ms);
  return {
    time: write(clock),
    timeWithSeconds: write({ ...clock, second: '2-digit' }),
    day: write(day),
    dayAndTime: write({ ...day, ...clock }),
    weekday: write({ weekday: 'short', ...day }),
    full: write({ year: 'numeric', ...day, ...clock, second: '2-digit', timeZoneName: 'short' }),
  };
}
