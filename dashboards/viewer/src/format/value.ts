import type { FieldSettings } from '../../../model.ts';
import type { Cell } from '../grafana/frame.ts';
import { durationParts, type Part } from './duration.ts';
import { numberFormat } from './number.ts';

/** Stands for a value that does not exist (an empty denominator), which is not 0. */
export const noValue = '–';

function numberParts(value: number, locale: string, options: Intl.NumberFormatOptions): Part[] {
  return numberFormat(locale, options)
    .formatToParts(value)
    .map((part) => ({
      text: part.value,
      unit: part.type === 'percentSign' || part.type === 'compact' || part.type === 'unit',
    }));
}

function decimalOptions(decimals: number | undefined, most: number): Intl.NumberFormatOptions {
  return decimals === undefined
    ? { maximumFractionDigits: most }
    : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
}

/** Writes a figure in its Grafana unit, in pieces. */
export function figureParts(value: Cell, settings: FieldSettings, locale: string): Part[] {
  if (value === null) return [{ text: settings.noValue ?? noValue, unit: false }];
  if (typeof value === 'string') return [{ text: value, unit: false }];
  switch (settings.unit) {
    case 'ms':
      return durationParts(value, locale);
    case 's':
      return durationParts(value * 1_000, locale);
    case 'percentunit':
      return numberParts(value, locale, { style: 'percent', ...decimalOptions(settings.decimals, 1) });
    case 'short':
      return numberParts(value, locale, {
        ...(Math.abs(value) >= 10_000 ? { notation: 'compact' } : {}),
        ...decimalOptions(settings.decimals, 1),
      });
    default:
      return numberParts(value, locale, decimalOptions(settings.decimals, 2));
  }
}

/** Writes a figure in its Grafana unit. */
export function figureText(value: Cell, settings: FieldSettings, locale: string): string {
  return figureParts(value, settings, locale)
    .map(({ text }) => text)
    .join('');
}
