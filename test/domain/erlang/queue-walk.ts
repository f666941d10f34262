import type { Workload } from '../../../services/domain/erlang/workload.ts';

/**
 * Erlang A the long way: the balance of flows between the states of the queue, and for the service level the
 * fate of a caller who joins it, followed in small steps of time.
 */
export function walkQueue(load: Workload, agents: number, thresholdMs: number, patienceMs: number) {
  const arrivals = load.calls / load.intervalMs;
  const leaves = (present: number): number =>
    Math.min(present, agents) / load.ahtMs + Math.max(0, present - agents) / patienceMs;

  const weights = [1];
  let largest = 1;
  for (let present = 1; weights.at(-1)! > largest * 1e-18 || present <= agents; present++) {
    weights.push((weights.at(-1)! * arrivals) / leaves(present));
    largest = Math.max(largest, weights.at(-1)!);
  }
  const sum = weights.reduce((total, weight) => total + weight);
  const states = weights.map((weight) => weight / sum);

  const busy = states.reduce((total, share, present) => total + share * Math.min(present, agents), 0);
  const waiting = states.slice(agents);
  const waitProbability = waiting.reduce((total, share) => total + share, 0);
  return {
    waitProbability,
    occupancy: busy / agents,
    abandonProbability: 1 - busy / load.ahtMs / arrivals,
    serviceLevel:
      1 - waitProbability + answeredWithin(waiting, agents / load.ahtMs, 1 / patienceMs, thresholdMs),
  };
}

/** Share of callers, by how many wait before them, that an agent reaches in time and before they give up. */
function answeredWithin(ahead: number[], serving: number, givingUp: number, thresholdMs: number): number {
  const flow = (at: number[]): number[] =>
    at.map((share, before) => {
      const joining = at[before + 1] ?? 0;
      return (joining - share) * (serving + (before + 1) * givingUp);
    });
  const fastest = serving + (ahead.length + 1) * givingUp;
  const steps = Math.ceil(thresholdMs * fastest * 4) + 50;
  const step = thresholdMs / steps;
  const moved = (at: number[], by: number[], time: number): number[] =>
    at.map((share, before) => share + time * by[before]!);
  let at = ahead;
  let answered = 0;
  // Runge and Kutta's fourth order, for the shares and for their integral.
  for (let index = 0; index < steps; index++) {
    const k1 = flow(at);
    const at2 = moved(at, k1, step / 2);
    const k2 = flow(at2);
    const at3 = moved(at, k2, step / 2);
    const k3 = flow(at3);
    const at4 = moved(at, k3, step);
    const k4 = flow(at4);
    answered += (serving * step * (at[0]! + 2 * at2[0]! + 2 * at3[0]! + at4[0]!)) / 6;
    at = at.map((share, i) => share + (step / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!));
  }
  return answered;
}
