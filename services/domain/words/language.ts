import type { Lexicon } from './english.ts';

/** Tells the language of a text in letters, as ISO 639-1; null where it is not sure. */
export type DetectLanguage = (text: string) => string | null;

/** Of fewer words no detector is sure. */
const MIN_WORDS = 3;

/** Words that short messages are made of, by language. */
const SHORT: Readonly<Record<string, ReadonlySet<string>>> = {
  en: wordsOf(
    'hi hello hey thanks thank you thx ok okay yes no please pls sorry great good bad bye cool nice perfect the a is it ' +
      'my i what why when where how refund help order still waiting not working awesome terrible love hate fine sure all right alright done got that this',
  ),
  de: wordsOf(
    'hallo guten tag morgen abend moin danke dankeschön bitte ja nein entschuldigung tschüss super gut schlecht toll ' +
      'ich ist das nicht wo wann wie warum was immer noch perfekt prima rechnung bestellung hilfe',
  ),
};

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/**
 * The language of a text as ISO 639-1; empty if not known. Chinese, Japanese and Korean are told by their script; a
 * Chinese sentence with foreign names in it is Chinese, an English one with a Chinese name English. Of one or two words
 * the language is told where they are well-known ones.
 */
export function languageOf(text: string, detect: DetectLanguage, english: Lexicon): string {
  const han = countOf(text, /\p{Script=Han}/gu);
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  const words =
    text
      .toLowerCase()
      .match(/\p{L}+/gu)
      ?.filter((word) => !/\p{Script=Han}/u.test(word)) ?? [];
  if (han > words.length) return 'zh';
  if (words.length === 0) return '';
  if (words.length < MIN_WORDS) return shortLanguage(words, english);
  return detect(text) ?? shortLanguage(words, english);
}

function shortLanguage(words: readonly string[], english: Lexicon): string {
  const isOf = (language: string, list: ReadonlySet<string>, word: string) =>
    list.has(word) || (language === 'en' && english.has(word));
  const known = Object.entries(SHORT).map(
    ([language, list]) => [language, words.filter((word) => isOf(language, list, word)).length] as const,
  );
  const [best, second] = known.toSorted((a, b) => b[1] - a[1]);
  return best![1] > second![1] ? best![0] : '';
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
