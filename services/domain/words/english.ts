/** Valences of words, -4 to 4. */
export type Lexicon = ReadonlyMap<string, number>;

/**
 * Words of the trade that the lexicon is wrong about, or does not know: who asks for help is not glad, and what crashes
 * is no accident. 0: says nothing. Own selection.
 */
const OF_SERVICE: Lexicon = new Map(
  Object.entries({
    ...valued(
      0,
      'please help helps yes no number like want share shared kind matter matters hello hi dear greetings',
    ),
    ...valued(
      0,
      'cancel cancelled canceled charge charges security important interest free certain certainly sure',
    ),
    ...valued(
      0,
      'natural play resolve support party pay value save top original creation promise promised promises',
    ),
    ...valued(-1, 'waiting late delay delayed delays slow missing'),
    ...valued(-1.5, 'overcharged expensive stuck unclear incomplete lag lags'),
    ...valued(
      -2,
      'crash crashes crashed crashing fails broken cracked damaged defective faulty bug bugs buggy',
    ),
    ...valued(
      -2,
      'ignored misleading unresponsive unhelpful unreliable hacked unprofessional incompetent unfriendly',
    ),
    ...valued(-3, 'scam unusable unacceptable ripoff garbage'),
    ...valued(2, 'solved resolved fixed works sorted helpful quick quickly fast smooth smoothly patient'),
    ...valued(3, 'brilliant amazing flawless'),
  }),
);

function valued(valence: number, words: string): Record<string, number> {
  return Object.fromEntries(words.split(' ').map((word) => [word, valence]));
}

/** Turns of phrase, taken whole before words are looked at. */
const PHRASES: readonly [RegExp, number][] = [
  // How people greet and take leave is no feeling: that is in the courtesies.
  [
    /\b(?:good (?:morning|afternoon|evening|night|day)|good,? bye|have a \w+ (?:day|evening|weekend|one))\b/g,
    0,
  ],
  [
    /\b(?:nobody|no one|noone|never) (?:\w+ ){0,2}(?:answer|repl|respond|call|came|come|help|care|read|contact)\w*/g,
    -2.5,
  ],
  [/\b(?:\w+n't|not|never|stopped|doesnt|dont|wont) (?:even )?work(?:ing|s|ed)?\b/g, -2.5],
  [/\b(?:still|been|keep|kept) waiting\b/g, -2],
  [/\b(?:charged|billed|debited) (?:me )?(?:twice|again|two times)\b/g, -2],
  [
    /\b(?:fed up|sick of|waste of|rip ?off|hung up|let (?:me|us) down|too (?:slow|late|long|high|expensive))\b/g,
    -2.5,
  ],
  [/\b(?:money back|lost everything|wrong (?:\w+ )?again)\b/g, -2],
  [/\bnot what i (?:ordered|paid|asked|wanted)\w*/g, -2],
  [/\b(?:isn't|wasn't|is not) what i \w+/g, -2],
  [/\b(?:no problem|no worries|not a problem|not (?:too |so )?bad|not (?:bad )?at all bad)\b/g, 1.5],
  [/\b(?:saved my (?:day|life)|well done|made my day|works? (?:now|again|fine))\b/g, 2.5],
  [/\b(?:what i (?:needed|wanted|was looking for))\b/g, 1.5],
];

const NEGATORS: ReadonlySet<string> = new Set(
  'not no never none nothing nobody neither nor without hardly barely cannot cant dont doesnt didnt isnt wasnt wont'.split(
    ' ',
  ),
);
const BOOSTERS: ReadonlySet<string> = new Set(
  'very really extremely so too absolutely totally completely incredibly super highly such deeply utterly'.split(
    ' ',
  ),
);
const DAMPERS: ReadonlySet<string> = new Set(
  'slightly somewhat rather kinda bit little partly almost'.split(' '),
);

/** How far back a negation or a booster reaches, words. */
const REACH = 3;
/** C. J. Hutto, E. Gilbert, VADER (ICWSM 2014): what a negation and a booster do to a word, and "but" to both its sides. */
const NEGATION = -0.74;
const BOOST = 0.293;
const BEFORE_BUT = 0.5;
const AFTER_BUT = 1.5;

/** What the words of an English text add up to; 0 where none says anything. */
export function englishValence(text: string, lexicon: Lexicon): number {
  let rest = text.toLowerCase().replaceAll('’', "'");
  const valences: { place: number; valence: number }[] = [];
  for (const [pattern, valence] of PHRASES) {
    rest = rest.replace(pattern, (phrase, ...groups) => {
      valences.push({ place: groups.at(-2) as number, valence });
      return ' '.repeat(phrase.length);
    });
  }
  const words = [...rest.matchAll(/\p{L}[\p{L}']*/gu)];
  const but = words.findLast(([word]) => word === 'but' || word === 'however')?.index;
  words.forEach(([word], i) => {
    const known = OF_SERVICE.get(word) ?? lexicon.get(word) ?? 0;
    if (known === 0) return;
    const before = words.slice(Math.max(0, i - REACH), i).map(([one]) => one);
    valences.push({ place: words[i]!.index, valence: modified(known, before) });
  });
  return valences.reduce((sum, { place, valence }) => {
    if (but === undefined) return sum + valence;
    return sum + valence * (place < but ? BEFORE_BUT : AFTER_BUT);
  }, 0);
}

function modified(valence: number, before: readonly string[]): number {
  let value = valence;
  for (const word of before) {
    if (BOOSTERS.has(word)) value += Math.sign(valence) * BOOST;
    else if (DAMPERS.has(word)) value -= Math.sign(valence) * BOOST;
  }
  return before.some((word) => NEGATORS.has(word) || word.endsWith("n't")) ? value * NEGATION : value;
}
