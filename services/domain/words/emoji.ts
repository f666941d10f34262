/** Feelings that people show by a picture, -4 to 4; own selection. Others say nothing. */
const FEELINGS: readonly [number, string][] = [
  [-4, '🤬'],
  [-3, '😡😠👿🖕🤮💩😤'],
  [-2, '😞😢😭😩😫😒🙄👎😖😣☹🙁😔💔😨😱😾'],
  [-1, '😕😟😐😑🤨😬😰😓'],
  [1, '🙂😉😌🙃'],
  [2, '😊☺😀😃😄😁👍👌🙏✌😎💪👏🌹💐🌟'],
  [3, '😍🥰😘🤗🎉🥳💯❤💕💖😂🤩'],
];

/** Faces made of signs, with and without a nose. */
const FACES: readonly [RegExp, number][] = [
  [/(?:^|\s)[:;=]-?[)D](?=\s|$)/, 2],
  [/(?:^|\s)[:=]-?\((?=\s|$)/, -2],
];

const VALENCES: ReadonlyMap<string, number> = new Map(
  FEELINGS.flatMap(([valence, emoji]) => [...emoji].map((one) => [one, valence] as const)),
);

/** What the emoji and faces of a text add up to; null without any that says something. Ten of the same are one. */
export function emojiValence(text: string): number | null {
  const found = new Set<string>();
  for (const character of text.match(/[\u2600-\u27bf]|[\u{1f300}-\u{1faff}]/gu) ?? []) {
    if (VALENCES.has(character)) found.add(character);
  }
  const faces = FACES.filter(([face]) => face.test(text)).map(([, valence]) => valence);
  const valences = [...[...found].map((one) => VALENCES.get(one)!), ...faces];
  return valences.length === 0 ? null : valences.reduce((sum, one) => sum + one, 0);
}
