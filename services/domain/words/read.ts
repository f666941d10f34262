import type { Said } from '../../../schemas/types.ts';
import { courtesiesIn } from './courtesy.ts';
import type { Lexicon } from './english.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type DetectLanguage, languageOf } from './language.ts';
import { isQuestion } from './question.ts';
import { sentimentOf } from './sentiment.ts';

/** Version of these rules and lists, raised with each change of them: what was read before is not read again. */
const VERSION = 1;

/** So much of a text is read, UTF-16 units. Longer ones are mostly what was quoted below. */
export const MAX_READ = 4_000;

/** What texts are read with: a detector of languages, and valences of English words. */
export interface ReadingTools {
  detect: DetectLanguage;
  english: Lexicon;
}

/**
 * What a message says, without its words. The same text in the same conversation always gives the same. Never throws.
 *
 * @returns null where there is nothing to read
 */
export function readText(
  text: string,
  conversationId: string,
  { detect, english }: ReadingTools,
): Said | null {
  // Addresses say nothing, and their letters and marks would be taken for words and questions.
  const plain = text
    .slice(0, MAX_READ)
    .normalize('NFKC')
    .replace(/https?:\/\/\S+|[^\s@]{1,64}@[^\s@]{1,255}/g, ' ')
    .trim();
  if (plain === '') return null;
  const language = languageOf(plain, detect, english);
  return {
    version: VERSION,
    language,
    sentiment: sentimentOf(plain, language, english),
    courtesies: courtesiesIn(plain),
    question: isQuestion(plain),
    fingerprint: fingerprintOf(plain, conversationId),
  };
}
