import { useEffect, useRef, useState } from 'preact/hooks';
import type { Actor } from '../parts/actor.ts';
import { Choices } from '../parts/choices.tsx';
import { NotDone } from '../parts/failure.tsx';
import { Field, SelectField } from '../parts/field.tsx';
import { useDimension } from '../parts/use-lists.ts';
import { useSay } from '../parts/use-say.ts';
import { useSend } from '../parts/use-send.ts';
import {
  bodyOf,
  type Draft,
  type Forms,
  itemsOf,
  type Kind,
  kinds,
  missingOf,
  type Relation,
  relations,
} from './model.ts';
import { Privacy } from './privacy.tsx';
import { Score } from './score.tsx';
import { SoFar } from './so-far.tsx';

interface ReviewFormProps {
  readonly forms: Forms;
  readonly first: Draft;
  readonly actor: Actor;
  readonly onSent: (review: Draft) => void;
}

/** The review of a person or of a conversation, as the center's forms have it. */
export function ReviewForm({ forms, first, actor, onSent }: ReviewFormProps) {
  const say = useSay();
  const agents = useDimension('agent');
  const sender = useSend('/api/v1/feedback');
  const [draft, setDraft] = useState(first);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const set = (change: Partial<Draft>) => {
    setDraft({ ...draft, ...change });
    setMissing(missing.filter((name) => !(name in change) && change.scores?.[name] === undefined));
  };
  const needed = (name: string) => (missing.includes(name) ? say('field.missing') : sender.faults.get(name));
  const { kind } = draft;
  const scaleMax = kind === 'peer_review' ? forms.peer.scale_max : forms.quality.scale_max;

  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid=true], [data-fault=true] input')?.focus();
  }, [missing.length > 0, sender.failure]);

  async function submit() {
    const lacks = missingOf(draft, forms);
    setMissing(lacks);
    if (lacks.length > 0) return;
    if (await sender.send('POST', '/api/v1/feedback', { ...bodyOf(draft, forms), ...actor.by }))
      onSent(draft);
  }
  return (
    <form
      ref={form}
      class="card review"
      aria-label={say('review.title')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Choices
        legend={say('review.kind')}
        value={kind}
        options={kinds.map((one) => ({
          value: one,
          text: say(`review.${one}`),
          hint: say(one === 'peer_review' ? 'review.peerHint' : 'review.qualityHint'),
        }))}
        onChange={(one) => set({ kind: one as Kind, scores: {} })}
      />
      {kind === 'peer_review' && (
        <Choices
          legend={say('review.relation')}
          fault={needed('relation')}
          value={draft.relation}
          options={relations.map((one) => ({ value: one, text: say(`review.${one}`) }))}
          onChange={(one) => set({ relation: one as Relation })}
        />
      )}
      <div class="fields">
        <SelectField
          label={say('review.agent')}
          value={draft.agent}
          options={agents}
          none={say('page.choose')}
          fault={needed('agent')}
          onChange={(agent) => set({ agent })}
        />
        {kind === 'quality_review' && (
          <Field
            label={say('review.conversation')}
            hint={say('review.conversationHint')}
            fault={needed('conversation')}
          >
            {(attributes) => (
              <input
                {...attributes}
                type="text"
                autocomplete="off"
                spellcheck={false}
                value={draft.conversation}
                onInput={(event) => set({ conversation: event.currentTarget.value })}
              />
            )}
          </Field>
        )}
      </div>
      <Privacy kind={kind} relation={draft.relation} />
      {itemsOf(forms, kind).map((item, place) => (
        <Score
          key={item.id}
          item={item}
          kind={kind}
          scaleMax={scaleMax}
          value={draft.scores[item.id]}
          fault={
            missing.includes(item.id)
              ? say('review.missing')
              : (sender.faults.get(`answers.${place}.score`) ?? sender.faults.get(`answers.${place}.id`))
          }
          onChange={(score) => set({ scores: { ...draft.scores, [item.id]: score } })}
        />
      ))}
      {kind === 'quality_review' && (
        <SoFar items={forms.quality.items} scores={draft.scores} scaleMax={scaleMax} />
      )}
      {missing.length > 0 && (
        <p role="alert" class="field-fault">
          {say('review.missingMany', { count: missing.length })}
        </p>
      )}
      <NotDone failure={sender.failure} />
      <div class="fields-actions">
        <button type="submit" class="button button-strong" disabled={sender.isSending}>
          {say(sender.isSending ? 'send.sending' : 'review.send')}
        </button>
      </div>
    </form>
  );
}
