import { plainName } from '../center/config/agent-states.ts';
import type { ContactCenter } from '../center/contact-center.ts';
import type { AgentState } from '../domain/events/rules.ts';

/** The state that the center itself says that a name stands for (`agentStates` of its configuration); null: it says none. */
export type OwnStates = (name: string | null | undefined) => AgentState | null;

export const noOwnStates: OwnStates = () => null;

/** @param center the configuration in force: it may change between two records */
export function ownStates(center: () => Pick<ContactCenter, 'agentStates'>): OwnStates {
  return (name) => (name == null ? null : (center().agentStates.get(plainName(name)) ?? null));
}

/** What somebody does who is at work and takes no contacts. */
export type OffQueueState = 'wrap_up' | 'meeting' | 'training' | 'break';

/**
 * Words in the names that centers give to statuses, activities and reasons of pauses. The first that is found counts, so
 * that a team meeting on training is a meeting. Part of a word is enough where words are put together, as in German; short
 * words stand alone.
 */
const WORDS: readonly [OffQueueState, RegExp][] = [
  [
    'wrap_up',
    /wrap|(?<![a-z])acw(?![a-z])|\bdispo(sition)?s?\b|after.?(call|contact)|nach(be)?arbeit|nabewerking|post.?(llamada|gesti[oó]n)|p[oó]s.?atendimento/i,
  ],
  [
    'meeting',
    /meet|briefing|huddle|stand-?up|town ?hall|\b1[:-]1\b|one[- ]on[- ]one|besprechung|reuni[oóãõ]|riunion|r[eé]union|vergadering|spotkanie|совещани|会议|会議|ミーティング/i,
  ],
  [
    'training',
    /train|coach|learn|course|onboarding|schulung|formaci|formation|formazion|formação|capacita|treina|opleiding|szkoleni|обучени|培训|研修|トレーニング/i,
  ],
  [
    'break',
    /break|lunch|meal|dinner|coffee|\btea\b|\brest\b|restroom|bathroom|toilet|\bbio\b|pau[sz][ea]|mittag|descanso|almuerzo|comida|intervalo|almo[cç]o|d[eé]jeuner|pranzo|refei[cç]|\bba[nñ]o(?![a-zñ])|banheiro|przerwa|перерыв|(?<![а-яё])обед|休息|午餐|午休|休憩|昼/i,
  ],
];

/** The state that a name stands for by the words in it; null where it has none of them. */
export function stateByWords(name: string): OffQueueState | null {
  return WORDS.find(([, words]) => words.test(name))?.[0] ?? null;
}
