import { useState } from 'preact/hooks';
import { usePageEnvironment } from '../../state/context.ts';
import { NavigationLink } from '../../ui/navigation.tsx';
import { leads, useActor } from '../parts/actor.ts';
import { SelectField } from '../parts/field.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { PageTable } from '../parts/page-table.tsx';
import { useDimension } from '../parts/use-lists.ts';
import { useSay } from '../parts/use-say.ts';
import { Who } from '../parts/who.tsx';
import { type RoundSummary, roundPeriods } from './model.ts';
import { OpenRound } from './open-round.tsx';
import { Period } from './period.tsx';
import { SideBySide } from './side-by-side.tsx';

/** `/rounds`: the rounds of evaluation, and those of a team side by side. */
export function RoundsPage() {
  const { view, go, dates, titleOf } = usePageEnvironment();
  const say = useSay();
  const actor = useActor();
  const teams = useDimension('team');
  const [isOpening, setOpening] = useState(false);
  const chosen = (name: string) => view.variables[name]?.find((value) => value !== '$__all') ?? '';
  const choose = (name: string) => (value: string) =>
    go({ variables: { ...view.variables, [name]: value ? [value] : [] } });
  const [team, period] = [chosen('team'), chosen('period')];
  const query = new URLSearchParams({ ...(team && { team }), ...(period && { period }) }).toString();
  return (
    <div class="sheets">
      <header class="sheet-head">
        <h1>{say('rounds.title')}</h1>
        <p class="faint">{say('rounds.about')}</p>
      </header>
      {leads(actor) && <Who actor={actor} />}
      <div class="sheet-tools">
        <SelectField
          label={say('field.team')}
          value={team}
          options={teams}
          none={say('page.all')}
          onChange={choose('team')}
        />
        <SelectField
          label={say('field.period')}
          value={period}
          options={roundPeriods.map((one) => ({ value: one, text: say(`period.${one}`) }))}
          none={say('page.all')}
          onChange={choose('period')}
        />
        {leads(actor) && actor.name !== null && !isOpening && (
          <button type="button" class="button button-strong" onClick={() => setOpening(true)}>
            {say('rounds.open')}
          </button>
        )}
      </div>
      {isOpening && <OpenRound actor={actor} team={team} onClose={() => setOpening(false)} />}
      <Loaded<{ rounds: readonly RoundSummary[] }> url={`/api/v1/rounds${query ? `?${query}` : ''}`}>
        {({ rounds }) => (
          <>
            <div class="card">
              {rounds.length === 0 ? (
                <p class="panel-message">{say('rounds.none')}</p>
              ) : (
                <PageTable
                  label={say('rounds.title')}
                  headings={[
                    { text: say('rounds.name') },
                    { text: say('field.team') },
                    { text: say('rounds.range') },
                    { text: say('rounds.state') },
                    { text: say('rounds.confirmed'), isFigure: true },
                    { text: say('rounds.opened') },
                  ]}
                >
                  {rounds.map((round) => (
                    <tr key={round.id}>
                      <th scope="row" class="cell">
                        <NavigationLink to={{ page: pathOf(round.id) }} current={false}>
                          {round.name}
                        </NavigationLink>
                      </th>
                      <td class="cell">{titleOf('team', round.team)}</td>
                      <td class="cell">
                        <Period {...round.period} />
                      </td>
                      <td class="cell">{say(`state.${round.state}`)}</td>
                      <td class="cell cell-number">
                        {say('rounds.of', { count: round.confirmed, all: round.agents })}
                      </td>
                      <td class="cell">
                        {say('round.signed', {
                          by: round.openedBy,
                          at: dates.day(Date.parse(round.openedAt)),
                        })}
                      </td>
                    </tr>
                  ))}
                </PageTable>
              )}
            </div>
            {/* Rounds of different lengths do not stand side by side: those of the newest one's do. */}
            <SideBySide team={team} period={rounds[0]?.period.name ?? 'quarter'} />
          </>
        )}
      </Loaded>
    </div>
  );
}

export const pathOf = (id: string) => `/rounds/${encodeURIComponent(id)}`;
