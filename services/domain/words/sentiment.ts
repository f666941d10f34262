import { chineseValence } from './chinese.ts';
import { emojiValence } from './emoji.ts';
import { englishValence, type Lexicon } from './english.ts';

/** C. J. Hutto, E. Gilbert, VADER (ICWSM 2014): how fast a sum of valences comes near to 1. */
const ALPHA = 15;

/**
 * The sentiment of a text, -100 to 100, in whole numbers; 0 where nothing in it says anything. Null in languages that
 * cannot be read, unless it is made of emoji alone. A Chinese text may have English words in it.
 */
export function sentimentOf(text: string, language: string, lexicon: Lexicon): number | null {
  const emoji = emojiValence(text);
  const words = valenceOf(text, language, lexicon) ?? (/\p{L}/u.test(text) || emoji === null ? null : 0);
  if (words === null) return null;
  const sum = words + (emoji ?? 0);
  // `+ 0`: there is no -0.
  return Math.round((100 * sum) / Math.sqrt(sum * sum + ALPHA)) + 0;
}

function valenceOf(text: string, language: string, lexicon: Lexicon): number | null {
  if (language === 'en') return englishValence(text, lexicon);
  return language === 'zh' ? chineseValence(text) + englishValence(text, lexicon) : null;
}
