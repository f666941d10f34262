import { intervalMs } from '../format/interval.ts';

type Macro = (parts: readonly string[], rangeMs: number) => string;

/** `(length, value, length, value, ..., otherwise)`: the value of the first length that holds the range. */
const customInterval: Macro = (parts, rangeMs) => {
  for (let at = 0; at + 1 < parts.length; at += 2) {
    if (rangeMs <= intervalMs(parts[at]!)) return parts[at + 1]!;
  }
  return parts.at(-1) ?? '';
};

const macros: Readonly<Record<string, Macro>> = { customInterval };

/** Carries out the macros of the Infinity data source that the dashboards use, as its documentation has them. */
export function expandMacros(text: string, rangeMs: number): string {
  return text.replace(/\$__(\w+)\(([^)]*)\)/g, (whole, name: string, parts: string) => {
    const macro = macros[name];
    return macro ? macro(parts.split(','), rangeMs) : whole;
  });
}
