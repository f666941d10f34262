/** What a reader of a forecast should know of its history or its horizon. */
export interface Note {
  readonly kind: NoteKind;
  /** First and last day, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

export type NoteKind =
  | 'gap'
  | 'outage'
  | 'spike'
  | 'outlier'
  | 'level-shift'
  | 'special-unseen'
  | 'event'
  | 'short-history';

/** `HH:MM` of the begin of a place. */
export function clockOf(place: number, perDay: number): string {
  const minutes = Math.round((place * 1_440) / perDay);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Runs of neighbouring days in ascending day numbers. */
export function runsOf(days: readonly number[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last && last.to === day - 1) last.to = day;
    else runs.push({ from: day, to: day });
  }
  return runs;
}
