import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ReadingTools } from '../domain/words/read.ts';

let loading: Promise<ReadingTools> | undefined;

/** Loads what texts are read with, once: it takes 150 ms and 90 MB, which only centers that opted in pay. */
export function loadReadingTools(): Promise<ReadingTools> {
  loading ??= load();
  return loading;
}

async function load(): Promise<ReadingTools> {
  // Of its sizes the smallest: on sentences of messages the others do no better.
  const { eld } = await import('eld/extrasmall');
  return {
    detect(text) {
      const found = eld.detect(text);
      return found.isReliable() ? found.language : null;
    },
    english: readLexicon(),
  };
}

/** VADER's lexicon: a line a word, with its mean valence and how it came about. */
function readLexicon(): ReadonlyMap<string, number> {
  const path = createRequire(import.meta.url).resolve('vader-sentiment/vader_lexicon.txt');
  const lines = readFileSync(path, 'utf8').split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [word, valence] = line.split('\t');
      return word && /^\p{L}[\p{L}']*$/u.test(word) ? [[word, Number(valence)] as const] : [];
    }),
  );
}
