import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { usePageEnvironment } from '../../state/context.ts';
import { useSnapshots } from '../../state/use-snapshots.ts';
import type { Actor } from '../parts/actor.ts';
import { type AmountUnit, typedAmount, writeAmount } from '../parts/amount.ts';
import { NotDone } from '../parts/failure.tsx';
import { Field, SelectField } from '../parts/field.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { useDimension, useMetrics } from '../parts/use-lists.ts';
import { useSay } from '../parts/use-say.ts';
import { useSend } from '../parts/use-send.ts';
import { type Draft, type Goal, idOf, type Missing, periods, readDraft, usualDirection } from './model.ts';

interface GoalFormProps {
  /** The goal that is changed; null for a new one. */
  readonly goal: Goal | null;
  readonly actor: Actor;
  /** @param told what is to be said of it */
  readonly onClose: (told: string | null) => void;
}

const fresh: Draft = {
  metric: '',
  of: 'everybody',
  whose: '',
  period: 'month',
  target: '',
  direction: 'at_least',
  note: '',
};

function draftOf({ metric, team, queue, agent, period, target, unit, direction }: Goal): Draft {
  const of = team ? 'team' : queue ? 'queue' : agent ? 'agent' : 'everybody';
  const whose = team ?? queue ?? agent ?? '';
  return { metric, of, whose, period, target: typedAmount(target, unit), direction, note: '' };
}

const nothing: readonly string[] = [];

/** A goal as it stands now, while it is being changed. */
function useLatest(goal: Goal | null): Goal | null {
  const { session } = usePageEnvironment();
  const id = goal?.id;
  const urls = useMemo(
    () => (id === undefined ? nothing : [`/api/v1/goals/${encodeURIComponent(id)}`]),
    [id],
  );
  const [answer] = useSnapshots(session.hub, urls);
  return (answer?.body as Goal | undefined) ?? goal;
}

/** Sets a goal, or changes the target of one. */
export function GoalForm({ goal, actor, onClose }: GoalFormProps) {
  const { ofMetric, locale } = usePageEnvironment();
  const say = useSay();
  const metrics = useMetrics();
  const lists = { team: useDimension('team'), queue: useDimension('queue'), agent: useDimension('agent') };
  const sender = useSend('/api/v1/goals');
  const latest = useLatest(goal);
  const [draft, setDraft] = useState(goal ? draftOf(goal) : fresh);
  const [missing, setMissing] = useState<readonly Missing[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const metric = metrics.find(({ id }) => id === draft.metric);
  const unit = (goal?.unit ?? metric?.unit ?? 'count') as AmountUnit;
  const set = (change: Partial<Draft>) => {
    setDraft({ ...draft, ...change });
    setMissing([]);
  };
  useEffect(() => form.current?.querySelector<HTMLElement>('select:enabled, input')?.focus(), []);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [missing, sender.failure]);
  const faultOf = (field: Missing, name: string = field) =>
    missing.includes(field)
      ? say(field === 'target' && draft.target !== '' ? 'goals.targetBad' : 'field.missing', {
          unit: say(`goals.unit.${unit}`),
        })
      : sender.faults.get(name);

  async function submit() {
    const read = readDraft(draft, unit);
    if ('missing' in read) {
      setMissing(read.missing);
      return;
    }
    // After somebody else was quicker, what is now there has been shown.
    const version = goal ? (sender.failure ? latest : goal)!.version : 0;
    const variant = goal?.variant === undefined ? {} : { variant: goal.variant };
    const body = { ...read.body, ...variant, ...actor.by, ...(version === null ? {} : { version }) };
    const id = goal?.id ?? idOf(draft);
    if (await sender.send('PUT', `/api/v1/goals/${encodeURIComponent(id)}`, body))
      onClose(say('goals.saved'));
  }
  return (
    <form
      ref={form}
      class="card fields"
      aria-label={say('goals.set')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <SelectField
        label={say('field.metric')}
        value={draft.metric}
        options={metrics.map(({ id, title }) => ({ value: id, text: title }))}
        none={say('page.choose')}
        hint={metric && ofMetric(metric).definition}
        fault={faultOf('metric')}
        disabled={goal !== null}
        onChange={(id) =>
          set({ metric: id, direction: usualDirection(metrics.find((one) => one.id === id)) })
        }
      />
      <SelectField
        label={say('goals.whose')}
        value={draft.of}
        options={(['everybody', 'team', 'queue', 'agent'] as const).map((of) => ({
          value: of,
          text: say(of === 'everybody' ? 'goals.everybody' : `field.${of}`),
        }))}
        disabled={goal !== null}
        onChange={(of) => set({ of: of as Draft['of'], whose: '' })}
      />
      {draft.of !== 'everybody' && (
        <SelectField
          label={say(`field.${draft.of}`)}
          value={draft.whose}
          options={lists[draft.of]}
          none={say('page.choose')}
          fault={faultOf('whose', draft.of)}
          disabled={goal !== null}
          onChange={(whose) => set({ whose })}
        />
      )}
      <SelectField
        label={say('field.period')}
        value={draft.period}
        options={periods.map((period) => ({ value: period, text: say(`period.${period}`) }))}
        disabled={goal !== null}
        onChange={(period) => set({ period: period as Draft['period'] })}
      />
      <SelectField
        label={say('goals.direction')}
        value={draft.direction}
        options={(['at_least', 'at_most'] as const).map((one) => ({
          value: one,
          text: say(`direction.${one}`),
        }))}
        fault={sender.faults.get('direction')}
        onChange={(direction) => set({ direction: direction as Draft['direction'] })}
      />
      <Field label={say('goals.target')} hint={say(`goals.targetHint.${unit}`)} fault={faultOf('target')}>
        {(attributes) => (
          <input
            {...attributes}
            type="text"
            autocomplete="off"
            value={draft.target}
            onInput={(event) => set({ target: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={say('field.note')}>
        {(attributes) => (
          <input
            {...attributes}
            type="text"
            autocomplete="off"
            maxLength={1_000}
            value={draft.note}
            onInput={(event) => set({ note: event.currentTarget.value })}
          />
        )}
      </Field>
      <NotDone failure={sender.failure} />
      {sender.failure && latest && (
        <p>
          {say('goals.now', {
            target: `${say(`direction.${latest.direction}`)} ${writeAmount(latest.target, unit, locale)}`,
            by: latest.changedBy ?? '',
          })}
        </p>
      )}
      <FormActions submit="goals.save" isSending={sender.isSending} onCancel={() => onClose(null)} />
    </form>
  );
}
