/** Answers of `GET /api/v1/distribution` and `GET /api/v1/workforce/heatmap`. */

const classes: readonly (readonly [name: string, count: number])[] = [
  ['5 s – 10 s', 12],
  ['10 s – 20 s', 148],
  ['20 s – 30 s', 204],
  ['30 s – 1 min', 389],
  ['1 min – 2 min', 251],
  ['2 min – 5 min', 96],
  ['5 min – 10 min', 22],
  ['10 min – 30 min', 7],
];

export const distribution = classes.map(([name, count]) => ({ class: name, count }));

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Longer waits, and more contacts, around noon, and on Mondays; none in the nights of the weekend. */
export const hoursOfWeek = (metric: string | null) =>
  days.map((weekday, day) => ({
    day: day + 1,
    weekday,
    hours: Array.from({ length: 24 }, (_, hour) =>
      day > 4 && hour < 6
        ? null
        : Math.round(
            (metric === 'offered' ? 0.001 : 1) *
              (8_000 + 90_000 * Math.exp(-(((hour - 12) / 4) ** 2)) * (day === 0 ? 2 : 1 / (1 + day * 0.2))),
          ),
    ),
  }));
