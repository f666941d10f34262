import type { Fields } from './fields.ts';
import { secondOf, timeOf } from './times.ts';

/** Says when tasks were created. */
export interface Openings {
  /** @param at when the event happened, UTC ms. Gives UTC ms, whole seconds; NaN where the event does not say. */
  openedAt(fields: Fields, at: number): number;
}

/** Most tasks whose opening is kept: those of a day of a large center. */
const MAX_TASKS = 100_000;

/**
 * Callbacks and Event Streams say when the task was created, the former in whole seconds: so all are cut to them. The
 * REST resource says its age only, whole seconds too, and counted at another moment than the event's time: two events
 * of one task can give two seconds. So what was found first of a task is kept for its other events.
 */
export function createOpenings(): Openings {
  const known = new Map<string, number>();
  return {
    openedAt(fields, at) {
      const task = fields.get('task_sid') ?? '';
      const said = fields.get('task_date_created');
      if (said !== undefined) return keep(task, secondOf(timeOf(said)));
      const kept = known.get(task);
      if (kept !== undefined) return kept;
      if (fields.get('event_type') === 'task.created') return keep(task, secondOf(at));
      const age = fields.get('task_age') ?? '';
      return /^\d{1,9}$/.test(age) ? keep(task, secondOf(at) - Number(age) * 1_000) : Number.NaN;
    },
  };

  function keep(task: string, openedAt: number): number {
    if (Number.isNaN(openedAt)) return openedAt;
    known.delete(task);
    known.set(task, openedAt);
    if (known.size > MAX_TASKS) known.delete(known.keys().next().value!);
    return openedAt;
  }
}
