/** Texts that come again and again, by number: names of queues, agents, states and the like. */
export interface Words {
  /** From 1; 0 where there is no number left for a new word. The same word has the same number for good. */
  numberOf(word: string): number;
  wordOf(number: number): string;
}

/** @param max most words: names come from events and must not fill the memory */
export function createWords(max: number): Words {
  const numbers = new Map<string, number>();
  const words: string[] = [''];
  return {
    numberOf(word) {
      const known = numbers.get(word);
      if (known !== undefined) return known;
      if (words.length > max) return 0;
      numbers.set(word, words.length);
      return words.push(word) - 1;
    },
    wordOf: (number) => words[number]!,
  };
}
