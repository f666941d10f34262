import { useState } from 'preact/hooks';
import { figureText, noValue } from '../format/value.ts';
import { at } from '../grafana/frame.ts';
import { useEnvironment } from '../state/context.ts';
import { useSnapshots } from '../state/use-snapshots.ts';
import { FailureNote } from '../ui/failure-note.tsx';
import { MetricHeading, useMetric } from './metric-heading.tsx';

/** A row of `/api/v1/conversations`, as far as it is shown. */
interface Conversation {
  readonly conversation_id: string;
  readonly opened_at: string;
  readonly channel: string;
  readonly queue: string;
  readonly agent: string;
  readonly status: string;
  /** Of the metric; in ms where its unit is. */
  readonly value?: number | null;
}

const units: Readonly<Record<string, string>> = { ms: 'ms', ratio: 'percentunit' };

/** The conversations behind a figure, a page at a time. */
export function ConversationList({ drill }: { readonly drill: string }) {
  const { t, session, locale, dates, titleOf, named, fromDashboard, go } = useEnvironment();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const query = new URLSearchParams(drill);
  const metric = useMetric(query.get('metric') ?? '');
  const pages = useSnapshots(session.hub, [
    `/api/v1/conversations?${drill}`,
    ...cursors.map((cursor) => `/api/v1/conversations?${drill}&cursor=${encodeURIComponent(cursor)}`),
  ]);
  const failure = pages.find((page) => page.failure)?.failure;
  const rows = pages.flatMap(({ body }) => (at(body, 'conversations') as Conversation[] | undefined) ?? []);
  const next = at(pages.at(-1)?.body, 'nextCursor');
  const loaded = pages[0]?.body !== undefined;
  const unit = units[metric?.unit ?? ''] ?? 'none';
  return (
    <>
      <MetricHeading query={query} />
      {failure && !loaded && <FailureNote title={t('panel.failed')} failure={failure} />}
      {!failure && !loaded && <div class="skeleton drawer-skeleton" />}
      {loaded && rows.length === 0 && <p class="panel-message">{t('drill.none')}</p>}
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section class="table-scroll" tabIndex={0} aria-label={t('drill.list')}>
          <table class="table drawer-table">
            <thead>
              <tr>
                <th scope="col">{t('drill.opened')}</th>
                <th scope="col">{t('drill.conversation')}</th>
                <th scope="col">{fromDashboard('Channel')}</th>
                <th scope="col">{fromDashboard('Queue')}</th>
                <th scope="col">{fromDashboard('Agent')}</th>
                <th scope="col">{t('drill.status')}</th>
                <th scope="col" class="cell-number">
                  {t('drill.value')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.conversation_id}>
                  <td class="cell">{dates.dayAndTime(Date.parse(row.opened_at))}</td>
                  <td class="cell">
                    <button
                      type="button"
                      class="opener link"
                      onClick={() => go({ conversation: row.conversation_id })}
                    >
                      {row.conversation_id}
                    </button>
                  </td>
                  <td class="cell">{named(row.channel)}</td>
                  <td class="cell">{titleOf('queue', row.queue)}</td>
                  <td class="cell">{row.agent ? titleOf('agent', row.agent) : noValue}</td>
                  <td class="cell">{named(row.status)}</td>
                  <td class="cell cell-number">{figureText(row.value ?? null, { unit }, locale)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {typeof next === 'string' && (
        <button type="button" class="button drawer-more" onClick={() => setCursors([...cursors, next])}>
          {t('drill.more')}
        </button>
      )}
    </>
  );
}
