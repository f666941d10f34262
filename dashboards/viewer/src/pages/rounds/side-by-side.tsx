import { figureText } from '../../format/value.ts';
import { usePageEnvironment } from '../../state/context.ts';
import { writeAmount } from '../parts/amount.ts';
import { Loaded } from '../parts/loaded.tsx';
import { PageTable } from '../parts/page-table.tsx';
import { useMetricTitle } from '../parts/use-metric-title.ts';
import { useSay } from '../parts/use-say.ts';
import type { RoundPeriod } from './model.ts';

/** Figures of several rounds: every list has one place a round, in the same order. */
interface Compared {
  readonly rounds: readonly { readonly id: string; readonly name: string; readonly pinned: object | null }[];
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly scores: readonly (number | null)[];
    readonly metrics: readonly {
      readonly metric: string;
      readonly variant?: string;
      readonly title: string;
      readonly unit: string;
      readonly figures: readonly ({ readonly value: number | null } | null)[];
    }[];
  }[];
}

/** The last four rounds of a team side by side: everybody's score, and behind it the metrics. */
export function SideBySide({ team, period }: { readonly team: string; readonly period: RoundPeriod }) {
  const { locale } = usePageEnvironment();
  const say = useSay();
  const titleOf = useMetricTitle();
  const query = new URLSearchParams({ team, period, last: '4' });
  return (
    <div class="card">
      <h2 class="card-title">
        {say('rounds.sideBySide')} · {say(`period.${period}`)}
      </h2>
      {team === '' ? (
        <p class="panel-message">{say('rounds.sideNone')}</p>
      ) : (
        <Loaded<Compared> key={query.toString()} url={`/api/v1/rounds/compare?${query}`}>
          {({ rounds, people }) =>
            rounds.length === 0 ? (
              <p class="panel-message">{say('rounds.none')}</p>
            ) : (
              <PageTable
                label={say('rounds.sideBySide')}
                headings={[
                  { text: say('rounds.whose') },
                  { text: say('field.metric') },
                  ...rounds.map(({ name, pinned }) => ({
                    text: pinned ? name : `${name} (${say('rounds.nowMark')})`,
                    isFigure: true,
                  })),
                ]}
              >
                {people.flatMap(({ id, name, scores, metrics }) => [
                  <tr key={id}>
                    <th scope="row" class="cell">
                      {name}
                    </th>
                    <td class="cell">
                      <strong>{say('rounds.score')}</strong>
                    </td>
                    {scores.map((score, place) => (
                      <td key={rounds[place]?.id} class="cell cell-number">
                        <strong>{figureText(score, { decimals: 1 }, locale)}</strong>
                      </td>
                    ))}
                  </tr>,
                  ...metrics.map((row) => (
                    <tr key={`${id} ${row.metric} ${row.variant ?? ''}`}>
                      <td class="cell" />
                      <td class="cell">{titleOf(row)}</td>
                      {row.figures.map((figure, place) => (
                        <td key={rounds[place]?.id} class="cell cell-number">
                          {writeAmount(figure?.value ?? null, row.unit, locale)}
                        </td>
                      ))}
                    </tr>
                  )),
                ])}
              </PageTable>
            )
          }
        </Loaded>
      )}
    </div>
  );
}
