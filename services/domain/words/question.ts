import { simplified } from './chinese.ts';

/** A question mark that ends something said, and is no part of an address. */
const MARK = /[?？](?=$|[\s"'”’»)\]!?？。，,])/;
/** Where a sentence begins: `where is`, `can you`, `do I`. What only looks like it: `when I`, `what a`. */
const ENGLISH =
  /(?:^|[.!,;:\n]\s*|\b(?:and|but|so|hi|hello|hey)\s+)(?:(?:who|what|whats|when|where|why|how|which)(?:'s| (?:is|are|was|were|do|does|did|can|could|will|would|should|shall|has|have|am|long|much|many|often|time|about|else|come|to) )|(?:can|could|would|will|may|should|do|does|did|is|are|am|have|has|was|were) (?:i|you|we|they|it|this|that|there|he|she|my|your|the|anyone|anybody|someone|somebody) )/;
const GERMAN =
  /(?:^|[.!,;:\n]\s*)(?:(?:wer|wann|wo|wohin|woher|warum|wieso|weshalb|wie|was|welche[rsnm]?) (?:ist|sind|kann|könn|muss|soll|hat|haben|habe|wird|werde|mache|bekomme|kommt|lange|viel|oft|geht|bleibt|steht|lautet)|(?:können|könnten|kann|haben|ist|sind|gibt|wird|werden|darf|muss|soll) (?:sie|ich|wir|es|das|die|der|mir|man|mein|meine) )/;
const CHINESE =
  /[吗呢](?=$|[\s。！!，,~～])|为什么|为何|为啥|怎么(?!都|也)|怎样|如何|哪里|哪儿|哪个|哪些|哪天|几时|几点|几天|何时|什么时候|多久|多少|是否|能不能|可不可以|可以不可以|有没有|是不是|会不会|要不要|行不行|好不好|啥时候|(?<!没|沒|为|那)什么(?!都|也)|请问/;
/** Words with which no question is asked, though they look it. */
const NO_QUESTION = /无论如何|不管怎么|没怎么|不怎么|怎么说呢/g;

/** Whether a text asks something: by its mark, or by the form of a question in English, German or Chinese. */
export function isQuestion(text: string): boolean {
  const plain = text.trim();
  if (MARK.test(plain)) return true;
  const lower = plain.toLowerCase().replaceAll('’', "'");
  if (ENGLISH.test(`${lower} `) || GERMAN.test(`${lower} `)) return true;
  return CHINESE.test(simplified(lower).replace(NO_QUESTION, ''));
}
