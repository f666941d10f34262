import { describe, expect, it } from 'vitest';
import type { Day, ObservedDay } from '../../../services/domain/forecast/day.ts';
import { type Forecast, type ForecastRequest, forecast } from '../../../services/domain/forecast/forecast.ts';
import { daysOf } from '../../../services/workforce/days.ts';
import { type At, createRandom, normal, poisson, syntheticDays } from './synthetic.ts';

const PER_DAY = 48;
const isOpen = ({ weekday, place }: At) => weekday <= 5 && place >= 16 && place < 36;

/** Open 8 to 18 on weekdays, 20 contacts a half-hour, days that differ by a tenth. */
function office(seed: number, change: (at: At, usual: number) => number | null = (_, usual) => usual) {
  const random = createRandom(seed);
  let dayFactor = 1;
  return (at: At) => {
    if (at.place === 0) dayFactor = Math.exp(0.1 * normal(random));
    return change(at, isOpen(at) ? poisson(random, 20 * dayFactor) : 0);
  };
}

function forecastOf(
  history: number,
  value: (at: At) => number | null,
  more: Partial<ForecastRequest> = {},
  horizon = 14,
): Forecast {
  const days = syntheticDays('2026-01-05', history + horizon, value, PER_DAY);
  return forecast({
    history: days.slice(0, history),
    horizon: days.slice(history),
    perDay: PER_DAY,
    ...more,
  });
}

const total = (values: readonly (number | null)[]) => values.reduce<number>((sum, value) => sum + value!, 0);
const kindsOf = ({ notes }: Forecast) => notes.map(({ kind }) => kind);
const dateOf = (index: number) =>
  new Date(Date.parse('2026-01-05') + index * 86_400_000).toISOString().slice(0, 10);

describe('an ordinary office', () => {
  const found = forecastOf(182, office(1));

  it('is forecast by the best of four ways, each tried on the weeks of its past', () => {
    expect(found.folds).toBe(24);
    expect(found.candidates.map(({ method }) => method).sort()).toEqual([
      'combination',
      'holt-winters',
      'seasonal-naive',
      'weekday-profile',
    ]);
    const naive = found.candidates.find(({ method }) => method === 'seasonal-naive')!;
    expect(found.wape).toBeLessThan(naive.wape);
    // What no forecast can know: Poisson of 20 and a tenth.
    expect(found.wape).toBeGreaterThan(0.17);
    expect(found.wape).toBeLessThan(0.23);
  });

  it('gets its contacts on weekdays and none on weekends and nights', () => {
    const [monday] = found.days;
    expect(total(monday!.forecast)).toBeGreaterThan(350);
    expect(total(monday!.forecast)).toBeLessThan(450);
    expect(monday!.forecast[15]).toBe(0);
    expect(monday!.upper95[36]).toBe(0);
    expect(total(found.days[5]!.upper95)).toBe(0);
  });

  it('says how often its intervals held', () => {
    // More than half of the intervals are closed, and hold always.
    expect(found.coverage80).toBeGreaterThan(0.85);
    expect(found.coverage95).toBeGreaterThan(0.95);
    expect(found.coverage95).toBeLessThanOrEqual(1);
  });

  it('has nothing odd in it', () => {
    for (let seed = 10; seed < 25; seed++) expect(forecastOf(182, office(seed)).notes).toEqual([]);
  });

  it('gives the weeks of its past as they were forecast then', () => {
    expect(found.past).toHaveLength(24 * 7);
    expect(found.past[0]!.date).toBe(dateOf(14));
    expect(found.past.at(-1)!.date).toBe(dateOf(181));
    for (const day of found.past) {
      expect(day.made).toBeLessThanOrEqual(day.starts[0]!);
      expect(day.starts[0]! - day.made!).toBeLessThan(7 * 86_400_000);
    }
    expect(found.days[0]!.made).toBe(found.days[0]!.starts[0]);
    expect(found.days.at(-1)!.made).toBe(found.days[0]!.starts[0]);
  });

  it('is surer of next week than of a quarter later', () => {
    const random = createRandom(5);
    let level = 0;
    const wandering = office(6, (at, usual) => {
      if (at.place === 0) level += 0.03 * normal(random);
      return Math.round(usual * Math.exp(level));
    });
    const { days } = forecastOf(364, wandering, {}, 91);
    const width = (day: number) =>
      (days[day]!.upper80[20]! - days[day]!.lower80[20]!) / days[day]!.forecast[20]!;
    expect(width(84)).toBeGreaterThan(width(0) * 1.2);
  });
});

describe('what happened once', () => {
  it('an outage is named with its hours, and not learned from', () => {
    const found = forecastOf(
      180,
      office(2, (at, usual) => (at.index === 170 && at.place >= 20 && at.place < 26 ? 0 : usual)),
    );
    expect(found.notes).toEqual([
      {
        kind: 'outage',
        from: dateOf(170),
        to: dateOf(170),
        text: expect.stringMatching(/^nothing from 10:00 to 13:00/),
      },
    ]);
  });

  it('days of outage that follow each other are one', () => {
    const found = forecastOf(
      182,
      office(2, (at, usual) => (at.index >= 100 && at.index < 110 ? 0 : usual)),
    );
    // Wednesday to the Friday of the next week.
    expect(found.notes).toEqual([
      {
        kind: 'outage',
        from: dateOf(100),
        to: dateOf(109),
        text: expect.stringMatching(/^nothing from 08:00 to 18:00, about \d{4} were to be expected/),
      },
    ]);
  });

  it('a burst is named with its hour', () => {
    const found = forecastOf(
      182,
      office(3, (at, usual) => (at.index === 100 && at.place === 20 ? 400 : usual)),
    );
    expect(found.notes).toEqual([
      {
        kind: 'spike',
        from: dateOf(100),
        to: dateOf(100),
        text: expect.stringMatching(/^400 contacts from 10:00 to 10:30/),
      },
    ]);
  });

  it('a day unlike others is named, and does not change what is expected', () => {
    const wild = (factor: number) =>
      forecastOf(
        182,
        office(4, (at, usual) => (at.index === 175 ? Math.round(usual * factor) : usual)),
      );
    const found = wild(2.5);
    expect(found.notes).toEqual([
      {
        kind: 'outlier',
        from: dateOf(175),
        to: dateOf(175),
        text: expect.stringMatching(/contacts, about \d+ were/),
      },
    ]);
    expect(total(found.days[0]!.forecast) / total(wild(1).days[0]!.forecast)).toBeCloseTo(1, 1);
  });

  it('a gap is named, and what is not known is not taken for nothing', () => {
    const found = forecastOf(
      182,
      office(5, (at, usual) => (at.index >= 170 && at.index < 173 ? null : usual)),
    );
    expect(found.notes).toEqual([
      { kind: 'gap', from: dateOf(170), to: dateOf(172), text: 'nothing is known of 144 intervals' },
    ]);
    expect(total(found.days[0]!.forecast)).toBeGreaterThan(350);
  });

  it('days that the history leaves out are a gap', () => {
    const days = syntheticDays('2026-01-05', 189, office(6), PER_DAY);
    const history = days.slice(0, 182).filter((_, index) => index !== 90);
    const { notes } = forecast({ history, horizon: days.slice(182), perDay: PER_DAY });
    expect(notes).toEqual([{ kind: 'gap', from: dateOf(90), to: dateOf(90), text: expect.any(String) }]);
  });
});

describe('a new level', () => {
  const doubled = (from: number) => office(7, (at, usual) => (at.index >= from ? usual * 2 : usual));

  it('is named with its day, and the forecast stands on it', () => {
    const found = forecastOf(182, doubled(150));
    expect(kindsOf(found)).toEqual(['level-shift']);
    expect(Math.abs(Date.parse(found.notes[0]!.from) - Date.parse(dateOf(150)))).toBeLessThanOrEqual(
      3 * 86_400_000,
    );
    expect(found.notes[0]!.text).toMatch(/\+\d\d+ %/);
    expect(total(found.days[0]!.forecast)).toBeGreaterThan(700);
  });

  it('is not called one while it is a steady growth', () => {
    const growing = office(8, (at, usual) => Math.round(usual * 1.003 ** at.index));
    expect(kindsOf(forecastOf(364, growing))).not.toContain('level-shift');
  });
});

describe('a queue', () => {
  it('that was opened lately has no history before its first contact', () => {
    const found = forecastOf(
      364,
      office(16, (at, usual) => (at.index < 322 ? 0 : usual)),
    );
    expect(found).toMatchObject({ historyFrom: dateOf(322), folds: 4, notes: [] });
    expect(total(found.days[0]!.forecast)).toBeGreaterThan(350);
  });

  it('that was closed is expected to stay so', () => {
    const found = forecastOf(
      364,
      office(17, (at, usual) => (at.index >= 308 ? 0 : usual)),
    );
    expect(kindsOf(found)).toEqual(['level-shift']);
    expect(total(found.days[0]!.forecast)).toBeLessThan(5);
  });
});

describe('known events', () => {
  const promotion = dateOf(184);

  it('multiply what is expected, with its borders', () => {
    const plain = forecastOf(182, office(9));
    const known = forecastOf(182, office(9), { factor: (date) => (date === promotion ? 1.4 : 1) });
    const day = (found: Forecast) => found.days.find(({ date }) => date === promotion)!;
    expect(total(day(known).forecast)).toBeCloseTo(total(day(plain).forecast) * 1.4, 6);
    expect(total(known.days[0]!.forecast)).toBeCloseTo(total(plain.days[0]!.forecast), 9);
    expect(day(known).upper80[20]).toBeGreaterThan(day(plain).upper80[20]!);
    expect(known.notes).toEqual([
      { kind: 'event', from: promotion, to: promotion, text: 'a known event: +40 %' },
    ]);
  });

  it('are taken out of the past they lie in', () => {
    const isEvent = (index: number) => index >= 154 && index < 182;
    const value = office(10, (at, usual) => Math.round(isEvent(at.index) ? usual * 2 : usual));
    const index = (date: string) => (Date.parse(date) - Date.parse(dateOf(0))) / 86_400_000;
    const found = forecastOf(182, value, { factor: (date) => (isEvent(index(date)) ? 2 : 1) });
    expect(total(found.days[0]!.forecast)).toBeLessThan(450);
    // The past is measured against what came, event and all.
    expect(found.wape).toBeLessThan(0.25);
  });
});

it('tells of special days that it has never seen', () => {
  const kinds: Record<string, 'closed' | 'half'> = {
    [dateOf(100)]: 'closed',
    [dateOf(184)]: 'closed',
    [dateOf(185)]: 'half',
  };
  const names: Record<string, string> = { [dateOf(185)]: 'Eve' };
  const special = (date: string) =>
    kinds[date] ? { date, kind: kinds[date]!, name: names[date] ?? 'Feast' } : null;
  const closedOnce = office(11, (at, usual) => (at.index === 100 ? 0 : usual));
  const found = forecastOf(182, closedOnce, { special });
  expect(found.notes).toEqual([
    {
      kind: 'special-unseen',
      from: dateOf(185),
      to: dateOf(185),
      text: 'Eve is not in the history: forecast like the day before a day of rest',
    },
  ]);
  expect(total(found.days[2]!.forecast)).toBe(0);
});

describe('a short history', () => {
  it('of nothing gives no forecast, and says so', () => {
    const found = forecastOf(0, () => null, {}, 3);
    expect(found).toMatchObject({
      method: 'none',
      wape: null,
      folds: 0,
      historyFrom: null,
      past: [],
      notes: [],
    });
    expect(found.days).toHaveLength(3);
    expect(found.days[0]!.forecast).toEqual(new Array(48).fill(null));
    expect(found.days[0]!.made).toBeNull();
  });

  it('of unknown days is one of nothing', () => {
    expect(forecastOf(30, () => null).method).toBe('none');
  });

  it('of three days gives the mean of them', () => {
    const found = forecastOf(3, (at) => (isOpen(at) ? 10 * (at.index + 1) : 0));
    expect(found).toMatchObject({ method: 'mean-day', wape: null, folds: 0, coverage80: null });
    expect(found.days[0]!.forecast[20]).toBe(20);
    expect(found.days[0]!.upper80[20]).toBeGreaterThan(20);
    expect(kindsOf(found)).toEqual(['short-history']);
  });

  it.each([
    [1, 'one day of history is too little'],
    [3, '3 days of history are too little'],
  ])('of %i days says so in words', (days, words) => {
    const [note] = forecastOf(days, office(12)).notes;
    expect(note?.text).toContain(words);
  });

  it('of two weeks gives the weekdays, untried', () => {
    const found = forecastOf(14, office(12));
    expect(found).toMatchObject({ method: 'weekday-profile', wape: null, folds: 0, coverage80: null });
    expect(total(found.days[0]!.forecast)).toBeGreaterThan(300);
    expect(total(found.days[6]!.forecast)).toBe(0);
    expect(kindsOf(found)).toEqual(['short-history']);
  });

  it('of a month is tried on two weeks', () => {
    expect(forecastOf(30, office(13))).toMatchObject({ folds: 2, coverage80: null, notes: [] });
  });
});

it('forecasts nothing where nothing ever came', () => {
  const found = forecastOf(100, () => 0);
  expect(found).toMatchObject({ method: 'weekday-profile', wape: null, candidates: [], notes: [] });
  expect(found.days.every(({ upper95 }) => total(upper95) === 0)).toBe(true);
});

it('keeps the mean of a series of rare contacts, though a forecast of none would err less', () => {
  const random = createRandom(14);
  const found = forecastOf(364, () => poisson(random, 0.1), {}, 28);
  const mean = found.days.reduce((sum, day) => sum + total(day.forecast), 0) / 28;
  expect(mean).toBeGreaterThan(0.1 * 48 * 0.8);
  expect(mean).toBeLessThan(0.1 * 48 * 1.2);
});

describe('days on which the clocks are set', () => {
  const zone = 'Europe/Berlin';
  const random = createRandom(15);
  const observed = (day: Day): ObservedDay => ({
    ...day,
    values: day.places.map((place) => poisson(random, place >= 4 && place < 6 ? 40 : 10)),
  });
  const between = (from: string, to: string) =>
    daysOf(Date.parse(`${from}T12:00Z`), Date.parse(`${to}T12:00Z`), '30m', zone);

  it('have 46 and 50 half-hours, each as the clock says', () => {
    const history = between('2026-01-05', '2026-03-27').map(observed);
    const spring = forecast({ history, horizon: between('2026-03-28', '2026-03-30'), perDay: 48 }).days[1]!;
    expect(spring.date).toBe('2026-03-29');
    expect(spring.forecast).toHaveLength(46);
    // From 2:00 to 3:00 it is busy, and this Sunday has no such hour.
    expect(Math.max(...(spring.forecast as number[]))).toBeLessThan(20);

    const autumn = forecast({ history, horizon: between('2026-10-24', '2026-10-26'), perDay: 48 }).days[1]!;
    expect(autumn.date).toBe('2026-10-25');
    expect(autumn.forecast).toHaveLength(50);
    expect((autumn.forecast as number[]).filter((value) => value > 30)).toHaveLength(4);
    expect(autumn.lower95).toHaveLength(50);
  });

  it('are history like others', () => {
    const history = between('2026-02-02', '2026-04-30').map(observed);
    const found = forecast({ history, horizon: between('2026-05-01', '2026-05-07'), perDay: 48 });
    expect(found.notes).toEqual([]);
    expect(found.past.find(({ date }) => date === '2026-03-29')!.forecast).toHaveLength(46);
  });
});
