export type AwayState = 'break' | 'training' | 'meeting' | 'wrap_up' | 'away';

/**
 * What custom statuses are, by words in their names: a center makes its own, and these are what most call them. The first
 * that is found counts, so that a team meeting on training is a meeting. Part of a word is enough where words are put
 * together, as in German; short words stand alone.
 */
const WORDS: readonly [AwayState, RegExp][] = [
  ['wrap_up', /\bacw\b|after[- ]?(call|contact)|wrap[- ]?up|nachbearbeitung/i],
  [
    'meeting',
    /meeting|huddle|stand-?up|town ?hall|\b1[:-]1\b|one[- ]on[- ]one|besprechung|reuni[oóã]|réunion|会议|会議|ミーティング/i,
  ],
  [
    'training',
    /train|coach|learn|course|onboarding|schulung|formaci|formation|formação|capacita|treina|培训|研修|トレーニング/i,
  ],
  [
    'break',
    /break|lunch|meal|dinner|coffee|\btea\b|\brest\b|restroom|bathroom|toilet|\bbio\b|pause|mittag|descanso|almuerzo|comida|intervalo|almo[cç]o|d[eé]jeuner|pranzo|休息|午餐|午休|休憩|昼/i,
  ],
];

/** The state that a custom status stands for; `away` where its name says nothing known. */
export function stateOfStatus(name: string): AwayState {
  return WORDS.find(([, words]) => words.test(name))?.[0] ?? 'away';
}
