import { noValue } from '../format/value.ts';
import { useEnvironment } from '../state/context.ts';
import { TableScroll } from '../ui/table-scroll.tsx';
import { type Event, happeningOf } from './lanes.ts';

/** The events of a conversation in their order, in words. */
export function EventTable({ events }: { readonly events: readonly Event[] }) {
  const { t, dates, named, titleOf, fromDashboard } = useEnvironment();
  return (
    <TableScroll label={t('drill.events')}>
      <table class="table drawer-table">
        <thead>
          <tr>
            <th scope="col">{t('drill.time')}</th>
            <th scope="col">{t('drill.event')}</th>
            <th scope="col">{t('drill.actor')}</th>
            <th scope="col">{fromDashboard('Queue')}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.event_id}>
              <td class="cell">{dates.full(Date.parse(event.occurred_at))}</td>
              <td class="cell">{named(happeningOf(event))}</td>
              <td class="cell">
                {named(event.actor_kind)}
                {event.actor_id && event.actor_kind === 'agent' && ` · ${titleOf('agent', event.actor_id)}`}
              </td>
              <td class="cell">{event.queue ? titleOf('queue', event.queue) : noValue}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
