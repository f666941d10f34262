import type { Frame } from '../grafana/frame.ts';

/** A span of time that charts mark. Times are UTC ms; one that ends as it begins is an instant. */
export interface Mark {
  readonly time: number;
  readonly end: number;
  readonly title: string;
  /** Name of a colour of the theme. */
  readonly color: string;
}

/** A stretch of time or of pixels. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** The marks of an annotation's answer, in its order; what has no time is none. */
export function marksOf({ fields, length }: Frame, color: string): Mark[] {
  const values = (name: string) => fields.find((field) => field.name === name)?.values ?? [];
  return Array.from({ length }, (_, row) => row).flatMap((row) => {
    const time = values('time')[row];
    if (typeof time !== 'number') return [];
    const end = Math.max(time, Number(values('timeEnd')[row] ?? time));
    return [{ time, end, title: String(values('title')[row] ?? ''), color }];
  });
}

/** The marks, and this moment where the range goes on beyond it. `now` is UTC ms. */
export function withNow(
  marks: readonly Mark[],
  { from, to }: Span,
  now: number,
  title: string,
): readonly Mark[] {
  const isWithin = from < now && to > now + 60_000;
  return isWithin ? [...marks, { time: now, end: now, title, color: 'text' }] : marks;
}

/** The marks that reach into the time from `from` up to `until` (not in it); an end is not part of its span. */
export const marksWithin = (marks: readonly Mark[], from: number, until: number): Mark[] =>
  marks.filter(({ time, end }) => time < until && (end > from || time >= from));

/** The same stretches without overlaps, in order: where many lie on each other, a light fill would add up. */
export function united(spans: readonly Span[]): Span[] {
  const apart: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = apart.at(-1);
    if (last === undefined || span.from > last.to) apart.push(span);
    else apart[apart.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return apart;
}
