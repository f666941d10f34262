/** Numbers that look like chance and are the same for the same seed (mulberry32). */
export interface Random {
  /** An integer of both ends. */
  int(from: number, to: number): number;
  chance(probability: number): boolean;
  of<T>(values: readonly T[]): T;
  shuffled<T>(values: readonly T[]): T[];
  uuid(): string;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const hex = (digits: number) => Array.from({ length: digits }, () => int(0, 15).toString(16)).join('');
  return {
    int,
    chance: (probability) => next() < probability,
    of: (values) => values[int(0, values.length - 1)]!,
    shuffled(values) {
      const mixed = [...values];
      for (let i = mixed.length - 1; i > 0; i--) {
        const j = int(0, i);
        [mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!];
      }
      return mixed;
    },
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  };
}
