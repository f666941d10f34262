import type { Day } from './day.ts';

/** METRICS.md by hand: the figures of a day, from what truly happened. */
export function truthOf({ waits, handlings, solutions, shifts, tasks }: Day, queue?: string) {
  const stays = waits.filter((one) => queue === undefined || one.queue === queue);
  const work = handlings.filter((one) => queue === undefined || one.queue === queue);
  const solved = solutions.filter((one) => queue === undefined || one.queue === queue);
  const answered = stays.filter(({ end }) => end === 'answered');
  const left = stays.filter(({ end }) => end === 'left');
  const short = left.filter(({ ms }) => ms < 5_000);
  const inTime = answered.filter(({ ms }) => ms <= 20_000);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const mean = (values: readonly number[]) => (values.length === 0 ? null : sum(values) / values.length);
  const handlingMs = sum(handlings.map(({ talkMs, wrapMs }) => talkMs + wrapMs));
  const availableMs = sum(shifts.map((one) => one.availableMs));
  return {
    offered: stays.length,
    answered: answered.length,
    abandoned: left.length,
    short_abandons: short.length,
    flowed_out: stays.filter(({ end }) => end === 'out' || end === 'called back').length,
    callbacks: stays.filter(({ end }) => end === 'called back').length,
    service_level: inTime.length / (answered.length + left.length - short.length),
    abandonment_rate: left.length / stays.length,
    asa: mean(answered.map(({ ms }) => ms)),
    longest_wait: Math.max(...stays.map(({ ms }) => ms)),
    aht: mean(work.map(({ talkMs, wrapMs }) => talkMs + wrapMs)),
    talk_time: mean(work.map(({ talkMs }) => talkMs)),
    hold_time: mean(work.map(() => 0)),
    wrap_time: mean(work.map(({ wrapMs }) => wrapMs)),
    handled: work.length,
    solved: solved.length,
    first_resolution_mean: mean(solved.map(({ ms }) => ms)),
    total_resolution_mean: mean(solved.map(({ ms }) => ms)),
    // Agents handle while they are available: what is left of that is idle.
    ...(queue === undefined
      ? {
          created: tasks,
          occupancy: handlingMs / availableMs,
          break_time: sum(shifts.map((one) => one.breakMs)),
          logged_in_time: availableMs + sum(shifts.map((one) => one.breakMs)),
        }
      : {}),
  };
}
