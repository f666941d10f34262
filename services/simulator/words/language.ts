/** When in a conversation something is written. */
export type Part = 'first' | 'middle' | 'last';
export type Mood = 'pleased' | 'neutral' | 'annoyed';

/** What is said in a language, by whom and when in a conversation; `#` stands for a number. */
export interface Phrases {
  customer: Readonly<Record<Mood, Readonly<Record<Part, readonly string[]>>>>;
  agent: Readonly<Record<Part | 'apology' | 'note', readonly string[]>>;
  bot: readonly string[];
}
