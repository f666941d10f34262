import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in these. */
const TICK_MS = 10;

/** What a process and those that it started have taken so far. */
export interface Usage {
  /** Processor time, user and system. */
  cpuMs: number;
  residentBytes: number;
}

/** Of a process and all below it that are there. */
export function usageOf(pid: number): Usage {
  const parents = new Map<number, number>();
  const usages = new Map<number, Usage>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      // The name in brackets may have blanks in it.
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]!.split(' ');
      const [parent, user, system, resident] = [fields[1], fields[11], fields[12], fields[21]].map(Number);
      parents.set(Number(name), parent!);
      usages.set(Number(name), { cpuMs: (user! + system!) * TICK_MS, residentBytes: resident! * 4_096 });
    } catch {
      // Ended meanwhile.
    }
  }
  const isBelow = (one: number): boolean => one === pid || (parents.has(one) && isBelow(parents.get(one)!));
  let [cpuMs, residentBytes] = [0, 0];
  for (const [one, usage] of usages) {
    if (!isBelow(one)) continue;
    cpuMs += usage.cpuMs;
    residentBytes += usage.residentBytes;
  }
  return { cpuMs, residentBytes };
}
