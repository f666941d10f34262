/** Numbers that look random and are the same for a seed (mulberry32). */
export interface Random {
  /** From 0 up to, not including, `below`. */
  int(below: number): number;
  chance(share: number): boolean;
  one<T>(values: readonly T[]): T;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number) => Math.floor(next() * below);
  return { int, chance: (share) => next() < share, one: (values) => values[int(values.length)]! };
}
