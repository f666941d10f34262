import type { ContactCenter } from '../../center/contact-center.ts';
import type { Workload } from '../../domain/erlang/workload.ts';
import { requiredAgents } from '../../domain/staffing/interval.ts';
import type { ForecastRequest } from '../forecast/series-forecast.ts';
import { hoursOf } from './hours.ts';
import { type PatienceReader, patienceKey } from './patience.ts';
import { type SeriesName, type Terms, termsOf, termsWith } from './terms.ts';

/** What a queue and channel is staffed by, for who has loads of their own. */
export interface SeriesStaffing {
  readonly terms: Terms;
  /** Instead of the handling time that is forecast, ms; null: that. */
  readonly ahtMs: number | null;
  /** Agents needed for a load of some calls. Throws ErlangError. */
  required(load: Workload): number;
  /** Whether contacts are to be answered at any time of [from, to), UTC ms. */
  isOpen(from: number, to: number): boolean;
}

/** Reads what queues are staffed by, patience as it was measured; null where their work is due later. */
export function createSeriesStaffing(deps: { patiences: PatienceReader; center: () => ContactCenter }) {
  return {
    async read(filters: ForecastRequest['filters']): Promise<(series: SeriesName) => SeriesStaffing | null> {
      const patiences = await deps.patiences.of(filters);
      const center = deps.center();
      return (series) => {
        const measured = patiences.get(patienceKey(series.queue, series.channel)) ?? null;
        const terms = termsWith(measured, termsOf(center, series));
        if (terms.deferredMs !== null) return null;
        const hours = hoursOf(center, terms.calendar);
        return {
          terms,
          ahtMs: terms.ahtMs,
          required: (load) => requiredAgents(load, terms),
          isOpen: (from, to) => hours.openMs(from, to) > 0,
        };
      };
    },
  };
}
