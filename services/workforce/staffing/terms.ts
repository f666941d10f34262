import type { ContactCenter } from '../../center/contact-center.ts';
import type { StaffingGoal } from '../../domain/erlang/staffing.ts';
import type { IntervalTerms } from '../../domain/staffing/interval.ts';
import type { Patience } from '../../domain/staffing/patience.ts';
import { type Channel, DEFAULT_SERVICE_LEVEL_MS } from '../../domain/timeline/timeline.ts';

export type Model = 'erlang_a' | 'erlang_c' | 'deferred';

/** A queue and a channel; null: not one of them. */
export interface SeriesName {
  readonly queue: string | null;
  readonly channel: string | null;
}

/** What a question says itself, instead of the configuration. Durations in ms. */
export interface AskedTerms {
  readonly goal?: number | undefined;
  readonly withinMs?: number | undefined;
  readonly shrinkage?: number | undefined;
  readonly maxOccupancy?: number | undefined;
  readonly maxAbandonment?: number | undefined;
  readonly ahtMs?: number | undefined;
  readonly patienceMs?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly deferredMs?: number | undefined;
  readonly model?: Exclude<Model, 'deferred'> | undefined;
}

/** What a series is staffed by. */
export interface Terms extends IntervalTerms {
  readonly goal: StaffingGoal;
  readonly shrinkage: number;
  /** Instead of the measured handling time; null: what is measured. */
  readonly ahtMs: number | null;
  /** Time in which work is to be done, within the queue's hours; null: contacts are to be answered at once. */
  readonly deferredMs: number | null;
  /** Name of the calendar of the queue's hours; null: open always. */
  readonly calendar: string | null;
}

const DEFAULTS = { goal: 0.8, shrinkage: 0.3, maxOccupancy: 0.85, concurrency: 1 } as const;

/** Channels whose customers write and go: their work can wait until it is due. */
const DEFERRED_CHANNELS: readonly string[] = ['email', 'web', 'social', 'api'];
const DEFAULT_DEFERRED_MS = 4 * 3_600_000;

/**
 * What a series is staffed by: what was asked, else what the first entry that matches in `workforce.staffing` says, else
 * the defaults. The threshold is that of the queue's service level; for e-mail, web, social and API it is the time in
 * which work is to be done, if the queue has one for the channel.
 */
export function termsOf(center: ContactCenter, series: SeriesName, asked: AskedTerms = {}): Terms {
  const queue = center.queues.find(({ id }) => id === series.queue);
  const entry = center.workforce.staffing.find(
    (each) => allows(each.queue, series.queue) && allows(each.channel, series.channel),
  );
  const ofChannel = queue?.serviceLevelByChannel[series.channel as Channel];
  const isDeferredChannel = series.channel !== null && DEFERRED_CHANNELS.includes(series.channel);
  const deferredMs =
    asked.deferredMs ?? entry?.deferred ?? (isDeferredChannel ? (ofChannel ?? DEFAULT_DEFERRED_MS) : 0);
  return {
    goal: {
      serviceLevel: asked.goal ?? entry?.goal ?? DEFAULTS.goal,
      thresholdMs:
        asked.withinMs ?? entry?.within ?? ofChannel ?? queue?.serviceLevel ?? DEFAULT_SERVICE_LEVEL_MS,
      maxOccupancy: asked.maxOccupancy ?? entry?.maxOccupancy ?? DEFAULTS.maxOccupancy,
    },
    shrinkage: asked.shrinkage ?? entry?.shrinkage ?? DEFAULTS.shrinkage,
    maxAbandonment: asked.maxAbandonment ?? 1,
    ahtMs: asked.ahtMs ?? entry?.aht ?? null,
    patienceMs: asked.patienceMs ?? entry?.patience ?? null,
    concurrency: asked.concurrency ?? entry?.concurrency ?? DEFAULTS.concurrency,
    deferredMs: deferredMs > 0 ? deferredMs : null,
    calendar: queue?.calendar ?? center.defaultCalendar ?? null,
  };
}

/** Terms with the patience that was measured, where nobody says one; without any for Erlang C. */
export function termsWith(measured: Patience | null, terms: Terms, { model }: AskedTerms = {}): Terms {
  if (model === 'erlang_c') return { ...terms, patienceMs: null };
  return { ...terms, patienceMs: terms.patienceMs ?? measured?.meanMs ?? null };
}

/** An empty list is no condition. */
function allows(values: readonly string[], value: string | null): boolean {
  return values.length === 0 || (value !== null && values.includes(value));
}

/** What terms are computed by. */
export function modelOf({ deferredMs, patienceMs }: Terms): Model {
  if (deferredMs !== null) return 'deferred';
  return patienceMs === null ? 'erlang_c' : 'erlang_a';
}
