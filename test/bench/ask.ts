/**
 * Asks each of some addresses again and again, one after the other: A B C A B C. Gives the time of each answer, ms, by
 * address; infinite where the service could not answer. Every address is asked once at the least; no round begins after
 * `forMs`. Throws when a question is wrong.
 */
export async function askInTurn(
  service: string,
  addresses: readonly string[],
  { rounds, forMs }: { rounds: number; forMs: number },
): Promise<Map<string, number[]>> {
  const times = new Map(addresses.map((address) => [address, [] as number[]]));
  const endAt = performance.now() + forMs;
  for (let round = 0; round < rounds && (round === 0 || performance.now() < endAt); round++) {
    for (const [address, measured] of times) measured.push(await ask(service + address));
  }
  return times;
}

async function ask(url: string): Promise<number> {
  const from = performance.now();
  const response = await fetch(url);
  const body = await response.text();
  // Too slow, or more than the engine has memory for: that is a figure too.
  if (response.status === 503 || response.status === 422) return Number.POSITIVE_INFINITY;
  if (!response.ok) throw new Error(`${url}: ${response.status} ${body}`);
  return performance.now() - from;
}
