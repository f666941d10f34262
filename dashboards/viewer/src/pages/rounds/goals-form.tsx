import { useState } from 'preact/hooks';
import type { Actor } from '../parts/actor.ts';
import { NotDone } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { useMetricTitle } from '../parts/use-metric-title.ts';
import { useSay } from '../parts/use-say.ts';
import { useSend } from '../parts/use-send.ts';
import { type AgreedGoal, draftsOf, type GoalDraft, readDrafts } from './model.ts';

interface GoalsFormProps {
  /** Of the round. */
  readonly url: string;
  /** Whose goals; null for all members'. */
  readonly agent: string | null;
  readonly title: string;
  readonly goals: readonly AgreedGoal[];
  readonly actor: Actor;
  readonly onClose: () => void;
}

/** Goals and weights, to be agreed on. */
export function GoalsForm({ url, agent, title, goals, actor, onClose }: GoalsFormProps) {
  const say = useSay();
  const titleOf = useMetricTitle();
  const sender = useSend('/api/v1/rounds');
  const [drafts, setDrafts] = useState<readonly GoalDraft[]>(draftsOf(goals));
  const [wrong, setWrong] = useState<readonly number[]>([]);
  const change = (place: number, by: Partial<GoalDraft>) => {
    setWrong([]);
    setDrafts(drafts.map((draft, index) => (index === place ? { ...draft, ...by } : draft)));
  };

  async function submit() {
    const read = readDrafts(drafts);
    if ('wrong' in read) {
      setWrong(read.wrong);
      return;
    }
    const body = { ...(agent === null ? {} : { agent }), goals: read.goals, ...actor.by };
    if (await sender.send('PUT', `${url}/goals`, body)) onClose();
  }
  return (
    <form
      class="card"
      aria-label={title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2 class="card-title">{title}</h2>
      <p class="field-hint">{say('round.agreeHint')}</p>
      {drafts.map(({ goal, typed, weight }, place) => (
        <fieldset class="fields goal-draft" key={`${goal.metric} ${goal.variant ?? ''}`}>
          <legend>
            {titleOf(goal)}{' '}
            {goal.direction && <span class="faint">{say(`direction.${goal.direction}`)}</span>}
          </legend>
          <Field
            label={say('round.goal')}
            hint={say(`goals.targetHint.${goal.unit}`)}
            fault={
              wrong.includes(place)
                ? say('goals.targetBad', { unit: say(`goals.unit.${goal.unit}`) })
                : sender.faults.get(`goals.${place}.goal`)
            }
          >
            {(attributes) => (
              <input
                {...attributes}
                type="text"
                autocomplete="off"
                value={typed}
                onInput={(event) => change(place, { typed: event.currentTarget.value })}
              />
            )}
          </Field>
          <Field label={say('round.weight')} fault={sender.faults.get(`goals.${place}.weight`)}>
            {(attributes) => (
              <input
                {...attributes}
                type="number"
                min="0"
                step="any"
                value={weight}
                onInput={(event) => change(place, { weight: event.currentTarget.value })}
              />
            )}
          </Field>
        </fieldset>
      ))}
      <NotDone failure={sender.failure} />
      <FormActions submit="round.agreeSave" isSending={sender.isSending} onCancel={onClose} />
    </form>
  );
}
