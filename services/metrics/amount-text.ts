import { formatDuration } from '../lib/duration.ts';

/** An amount in the unit of its metric, for people: `83.3 %`, `1h 12m`, `4.25`, from a thousand up `4408`. Other units than these stand alone. */
export function amountText(value: number, unit: string | undefined): string {
  switch (unit) {
    case 'ms':
      return formatDuration(value);
    case 'ratio':
      return `${Number((value * 100).toFixed(1))} %`;
    default:
      return String(Number(value.toFixed(Math.abs(value) < 1_000 ? 2 : 0)));
  }
}
