import type { FigureRule } from '../../center/config/alerting/rules.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { LinewatchError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Alert } from '../alert.ts';
import type { Book } from '../book.ts';
import { type CalendarNamed, type Hours, hoursNamed, isOpen } from '../hours.ts';
import type { Look } from './reading.ts';
import { createSilenceReader } from './silence.ts';
import { createSurgeReader } from './surge.ts';
import { lookAtThreshold } from './threshold.ts';
import { createFigureWatch } from './watch.ts';

export interface FigureOptions {
  rules: readonly FigureRule[];
  calendarNamed: CalendarNamed;
  /** Looks are taken at multiples of this, so that whoever takes them finds the same, ms. */
  lookEveryMs: number;
  /** Figures of a pipeline that is further behind are not known, ms. */
  confirmWithinMs: number;
}

/** Watches the figures that rules are about. */
export interface Figures {
  /** Ends the alerts of rules that are there no more. */
  sweep(now: number): Promise<void>;
  /**
   * Looks at those whose time it is. A figure that cannot be read is not known: others are looked at all the same.
   *
   * @param asOf UTC ms: what Kafka had before is stored; null where ingest has never run
   */
  look(asOf: number | null, now: number): Promise<void>;
}

export interface FigureDeps {
  clickhouse: ClickHouse;
  book: Book;
  log: Log;
  /** Takes transitions over. */
  pass(alerts: readonly Alert[]): Promise<void>;
}

export function createFigures({ clickhouse, book, log, pass }: FigureDeps, options: FigureOptions): Figures {
  const { rules, lookEveryMs } = options;
  const watch = createFigureWatch(book);
  const surges = createSurgeReader(clickhouse);
  const silence = createSilenceReader(clickhouse, options.calendarNamed);
  const hoursOf = new Map<FigureRule, Hours>(
    rules.map((rule) => [rule, hoursNamed([rule.during], options.calendarNamed)]),
  );
  /** When each rule was looked at last, UTC ms. */
  const looked = new Map<string, number>();

  const gridOf = (at: number) => Math.floor(at / lookEveryMs) * lookEveryMs;

  /**
   * When a rule is to be looked at: of silence, now; of all else, the time up to which everything is stored.
   * A figure of a pipeline that is behind is neither good nor bad: what is known of it stays.
   */
  function timeOf(rule: FigureRule, asOf: number | null, now: number): number | null {
    if (rule.kind === 'no_data') return gridOf(now);
    if (asOf === null || now - asOf > options.confirmWithinMs) return null;
    return gridOf(Math.min(asOf, now));
  }

  function read(rule: FigureRule, at: number): Promise<Look> {
    switch (rule.kind) {
      case 'threshold':
        return lookAtThreshold(clickhouse, rule, at);
      case 'surge':
        return surges.look(rule, at);
      case 'no_data':
        return silence.look(rule, at);
    }
  }

  return {
    sweep: (now) => pass(watch.sweep(rules, now)),
    async look(asOf, now) {
      for (const rule of rules) {
        const at = timeOf(rule, asOf, now);
        if (at === null || at <= (looked.get(rule.id) ?? Number.NEGATIVE_INFINITY)) continue;
        const hours = hoursOf.get(rule)!;
        // Out of its hours there is nothing to find out but that an alert is over.
        if (!isOpen(hours, at) && !watch.hasOpen(rule)) continue;
        let look: Look;
        try {
          look = await read(rule, at);
        } catch (error) {
          if (!(error instanceof LinewatchError)) throw error;
          log.warn({ rule: rule.id, code: error.code }, 'a figure cannot be read now');
          continue;
        }
        await pass(watch.judge(rule, look, at, hours));
        looked.set(rule.id, at);
      }
    },
  };
}
