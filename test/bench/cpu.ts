import { readFileSync } from 'node:fs';

/** Processor time of a process so far. Linux counts in hundredths of a second. */
export function cpuSecondsOf(pid: number): number {
  const [, fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, system] = fields!.split(' ').slice(11, 13).map(Number);
  return (user! + system!) / 100;
}
