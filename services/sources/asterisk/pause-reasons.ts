/** States of an agent who is paused, by words in the reason; the first that fits. Reasons are free text in any language. */
const WORDS: readonly [state: PauseState, words: RegExp][] = [
  ['away', /^auto-pause$|\baway\b|\blagged\b/i],
  ['wrap_up', /wrap|\bacw\b|\bdispo|after.?call|nach(be)?arbeit|post.?llamada/i],
  ['training', /train|coach|schulung|formaci|formation|capacita|treinamento|培训/i],
  ['meeting', /meet|besprechung|reuni|r[eé]union|briefing|会议/i],
];

export type PauseState = 'away' | 'wrap_up' | 'training' | 'meeting' | 'break';

/** What a pause is, by its reason; one without a reason, or with one that says none of this, is a break. */
export function pauseState(reason: string): PauseState {
  return WORDS.find(([, words]) => words.test(reason))?.[0] ?? 'break';
}
