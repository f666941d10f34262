import { useState } from 'preact/hooks';
import { durationText } from '../format/duration.ts';
import { figureText, noValue } from '../format/value.ts';
import { at } from '../grafana/frame.ts';
import { useEnvironment } from '../state/context.ts';
import { useSnapshots } from '../state/use-snapshots.ts';
import { FailureNote } from '../ui/failure-note.tsx';
import { OpeningRow } from '../ui/opening-row.tsx';
import { TableScroll } from '../ui/table-scroll.tsx';
import { MetricHeading } from './metric-heading.tsx';
import { standing } from './standing.ts';

/** A row of `/api/v1/conversations`, as far as it is shown. */
interface Conversation {
  readonly conversationId: string;
  readonly fact: string;
  /** Begin of the spell or span that counts. */
  readonly at: string;
  readonly endedAt: string | null;
  readonly state: string;
  readonly valueMs: number;
  readonly score: number;
  /** Best possible answer of a rating. */
  readonly scale: number;
  readonly channel: string;
  readonly queue: string;
  readonly agent: string;
}

/** Whether it is a moment of a survey, which has no length: an answer, or that one was asked for. */
const isOfSurvey = ({ fact }: Conversation) => fact === 'rating' || fact === 'survey_sent';

/** The conversations behind a figure, a page at a time. */
export function ConversationList({ drill }: { readonly drill: string }) {
  const { t, session, locale, dates, titleOf, named, fromDashboard, go } = useEnvironment();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const query = new URLSearchParams(drill);
  const pages = useSnapshots(session.hub, [
    `/api/v1/conversations?${drill}`,
    ...cursors.map((cursor) => `/api/v1/conversations?${drill}&cursor=${encodeURIComponent(cursor)}`),
  ]);
  const failure = pages.find((page) => page.failure)?.failure;
  const rows = pages.flatMap(({ body }) => (at(body, 'rows') as Conversation[] | undefined) ?? []);
  const next = at(pages.at(-1)?.body, 'next');
  const loaded = pages[0]?.body !== undefined;
  const now = Date.now();

  const stateOf = (row: Conversation) => {
    const { state, lateMs } = standing(row, now);
    return lateMs === null ? named(state) : t('target.late', { span: durationText(lateMs, locale) });
  };
  /** A score of a scale; a length, of what is open the one until now. */
  const measureOf = (row: Conversation) => {
    if (row.fact === 'rating') {
      const score = figureText(row.score, {}, locale);
      return t('drill.scoreOf', { score, scale: figureText(row.scale, {}, locale) });
    }
    if (isOfSurvey(row)) return noValue;
    const openMs = row.state === 'open' ? Math.max(0, now - Date.parse(row.at)) : null;
    return figureText(row.endedAt === null ? openMs : row.valueMs, { unit: 'ms' }, locale);
  };
  return (
    <>
      <MetricHeading query={query} />
      {failure && !loaded && <FailureNote title={t('panel.failed')} failure={failure} />}
      {!failure && !loaded && <div class="skeleton drawer-skeleton" />}
      {loaded && rows.length === 0 && <p class="panel-message">{t('drill.none')}</p>}
      {rows.length > 0 && (
        <TableScroll label={t('drill.list')}>
          <table class="table drawer-table">
            <thead>
              <tr>
                <th scope="col">{t('drill.began')}</th>
                <th scope="col">{t('drill.conversation')}</th>
                <th scope="col">{fromDashboard('Channel')}</th>
                <th scope="col">{fromDashboard('Queue')}</th>
                <th scope="col">{fromDashboard('Agent')}</th>
                <th scope="col">{t('drill.state')}</th>
                <th scope="col" class="cell-number">
                  {t(rows.every(isOfSurvey) ? 'drill.score' : 'drill.value')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <OpeningRow
                  key={`${row.conversationId} ${row.at}`}
                  open={() => go({ conversation: row.conversationId })}
                >
                  <td class="cell">{dates.dayAndTime(Date.parse(row.at))}</td>
                  <td class="cell">
                    <button
                      type="button"
                      class="opener link"
                      data-opener
                      onClick={() => go({ conversation: row.conversationId })}
                    >
                      {row.conversationId}
                    </button>
                  </td>
                  <td class="cell">{named(row.channel)}</td>
                  <td class="cell">{row.queue ? titleOf('queue', row.queue) : noValue}</td>
                  <td class="cell">{row.agent ? titleOf('agent', row.agent) : noValue}</td>
                  <td class="cell">{stateOf(row)}</td>
                  <td class="cell cell-number">{measureOf(row)}</td>
                </OpeningRow>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {typeof next === 'string' && (
        <button type="button" class="button drawer-more" onClick={() => setCursors([...cursors, next])}>
          {t('drill.more')}
        </button>
      )}
    </>
  );
}
