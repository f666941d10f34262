import type { ContactCenter } from '../../center/contact-center.ts';
import { requiredAgents } from '../../domain/staffing/interval.ts';
import type { IntradayStaffing } from '../intraday/staffing-port.ts';
import { seriesKey } from '../series-key.ts';
import { hoursOf } from './hours.ts';
import type { PatienceReader } from './patience.ts';
import { termsOf, termsWith } from './terms.ts';

/** What queues are staffed by, for who has loads of their own; patience as it was measured. */
export function createSeriesStaffing(deps: {
  patiences: PatienceReader;
  center: () => ContactCenter;
}): IntradayStaffing {
  return {
    async read(filters) {
      const patiences = await deps.patiences.of(filters);
      const center = deps.center();
      return (series) => {
        const measured = patiences.get(seriesKey(series)) ?? null;
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
