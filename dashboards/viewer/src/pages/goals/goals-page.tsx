import { useState } from 'preact/hooks';
import { usePageEnvironment } from '../../state/context.ts';
import { leads, useActor } from '../parts/actor.ts';
import { SelectField } from '../parts/field.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { PageTable } from '../parts/page-table.tsx';
import { useDimension } from '../parts/use-lists.ts';
import { useSay } from '../parts/use-say.ts';
import { Who } from '../parts/who.tsx';
import { GoalForm } from './goal-form.tsx';
import { GoalRows } from './goal-rows.tsx';
import { byStanding, type Goal, periods } from './model.ts';

/** `/goals`: what is to be reached, how far it is, and who set it. */
export function GoalsPage() {
  const { view, go } = usePageEnvironment();
  const say = useSay();
  const actor = useActor();
  const teams = useDimension('team');
  const [editing, setEditing] = useState<Goal | 'new' | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const chosen = (name: string) => view.variables[name]?.find((value) => value !== '$__all') ?? '';
  const choose = (name: string) => (value: string) =>
    go({ variables: { ...view.variables, [name]: value ? [value] : [] } });
  const query = new URLSearchParams(
    (['team', 'period'] as const).flatMap((name) => (chosen(name) ? [[name, chosen(name)]] : [])),
  ).toString();
  const mayChange = leads(actor) && actor.name !== null;
  const close = (told: string | null) => {
    setEditing(null);
    setDone(told);
  };
  return (
    <div class="sheets">
      <header class="sheet-head">
        <h1>{say('goals.title')}</h1>
        <p class="faint">{say('goals.about')}</p>
      </header>
      {leads(actor) && <Who actor={actor} />}
      <div class="sheet-tools">
        <SelectField
          label={say('field.team')}
          value={chosen('team')}
          options={teams}
          none={say('page.all')}
          onChange={choose('team')}
        />
        <SelectField
          label={say('field.period')}
          value={chosen('period')}
          options={periods.map((period) => ({ value: period, text: say(`period.${period}`) }))}
          none={say('page.all')}
          onChange={choose('period')}
        />
        {mayChange && editing === null && (
          <button type="button" class="button button-strong" onClick={() => setEditing('new')}>
            {say('goals.set')}
          </button>
        )}
      </div>
      <p role="status" class="done">
        {done}
      </p>
      {editing !== null && (
        <GoalForm
          key={editing === 'new' ? '' : editing.id}
          goal={editing === 'new' ? null : editing}
          actor={actor}
          onClose={close}
        />
      )}
      <div class="card">
        <Loaded<{ goals: readonly Goal[] }> url={`/api/v1/goals${query ? `?${query}` : ''}`}>
          {({ goals }) =>
            goals.length === 0 ? (
              <p class="panel-message">{say('goals.none')}</p>
            ) : (
              <PageTable
                label={say('goals.title')}
                headings={[
                  { text: say('goals.whose') },
                  { text: say('field.metric') },
                  { text: say('field.period') },
                  { text: say('goals.goal'), isFigure: true },
                  { text: say('goals.value'), isFigure: true },
                  { text: say('goals.attainment'), hint: say('goals.attainmentHint'), isFigure: true },
                  { text: say('goals.pace'), hint: say('goals.paceHint'), isFigure: true },
                  { text: say('goals.projection'), isFigure: true },
                  { text: say('goals.standing') },
                  { text: say('goals.history') },
                ]}
              >
                {byStanding(goals).map((goal) => (
                  <GoalRows
                    key={goal.id}
                    goal={goal}
                    actor={actor}
                    mayChange={mayChange}
                    onEdit={() => {
                      setDone(null);
                      setEditing(goal);
                    }}
                    onGone={() => setDone(say('goals.gone'))}
                  />
                ))}
              </PageTable>
            )
          }
        </Loaded>
      </div>
    </div>
  );
}
