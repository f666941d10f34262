import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Actor } from '../parts/actor.ts';
import { Choices } from '../parts/choices.tsx';
import { NotDone } from '../parts/failure.tsx';
import { Field, SelectField } from '../parts/field.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { useDimension } from '../parts/use-lists.ts';
import { useSay } from '../parts/use-say.ts';
import { useSend } from '../parts/use-send.ts';
import {
  answeredOf,
  bodyOf,
  type Draft,
  type Forms,
  itemsOf,
  type Kind,
  missingOf,
  offeredTo,
  type Relation,
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

/** Told apart from all others; `randomUUID` is there on pages of https only. */
const newId = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function withScore(scores: Draft['scores'], id: string, score: number | undefined): Draft['scores'] {
  const { [id]: _, ...others } = scores;
  return score === undefined ? others : { ...others, [id]: score };
}

const faultOfAnswer = (place: number, faults: ReadonlyMap<string, string>) =>
  faults.get(`answers.${place}.score`) ?? faults.get(`answers.${place}.id`);

/** The review of a person or of a conversation, as the center's forms have it. */
export function ReviewForm({ forms, first, actor, onSent }: ReviewFormProps) {
  const say = useSay();
  const agents = useDimension('agent');
  const sender = useSend('/api/v1/feedback');
  const [draft, setDraft] = useState(first);
  // The same for every try: what has arrived although no answer came back counts once.
  const [id] = useState(newId);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const set = (change: Partial<Draft>) => {
    setDraft({ ...draft, ...change });
    setMissing([]);
  };
  const needed = (name: string) => (missing.includes(name) ? say('field.missing') : sender.faults.get(name));
  const { kind, relation } = draft;
  const offered = offeredTo(actor.role);
  const sent = answeredOf(forms, kind, draft.scores);
  // One's own key knows whom it is of, and nobody else.
  const isNamed = actor.role === 'agent' && relation !== 'self';
  const scaleMax = kind === 'peer_review' ? forms.peer.scale_max : forms.quality.scale_max;

  // Before anything is painted: who types on is at the first fault by then.
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid=true], [data-fault=true] input')?.focus();
  }, [missing.length > 0, sender.failure]);

  async function submit() {
    const lacks = missingOf(draft, forms);
    setMissing(lacks);
    if (lacks.length > 0) return;
    // Without keys whoever reviews itself is the agent, whatever it calls itself elsewhere.
    const by =
      relation === 'self' && !actor.hasKey && kind === 'peer_review' ? { by: draft.agent } : actor.by;
    if (await sender.send('POST', '/api/v1/feedback', { ...bodyOf(draft, forms), id, ...by })) onSent(draft);
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
      {offered.kinds.length > 1 && (
        <Choices
          legend={say('review.kind')}
          value={kind}
          options={offered.kinds.map((one) => ({
            value: one,
            text: say(`review.${one}`),
            hint: say(one === 'peer_review' ? 'review.peerHint' : 'review.qualityHint'),
          }))}
          onChange={(one) => set({ kind: one as Kind, scores: {} })}
        />
      )}
      {kind === 'peer_review' && (
        <Choices
          legend={say('review.relation')}
          fault={needed('relation')}
          value={draft.relation}
          options={offered.relations.map((one) => ({ value: one, text: say(`review.${one}`) }))}
          onChange={(one) => set({ relation: one as Relation })}
        />
      )}
      <div class="fields">
        {isNamed ? (
          <Field label={say('review.agent')} hint={say('review.agentHint')} fault={needed('agent')}>
            {(attributes) => (
              <input
                {...attributes}
                type="text"
                autocomplete="off"
                value={draft.agent}
                onInput={(event) => set({ agent: event.currentTarget.value.trim() })}
              />
            )}
          </Field>
        ) : (
          <SelectField
            label={say('review.agent')}
            value={draft.agent}
            options={agents}
            none={say('page.choose')}
            fault={needed('agent')}
            onChange={(agent) => set({ agent })}
          />
        )}
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
      {itemsOf(forms, kind).map((item) => (
        <Score
          key={item.id}
          item={item}
          kind={kind}
          scaleMax={scaleMax}
          value={draft.scores[item.id]}
          fault={
            missing.includes(item.id)
              ? say('review.missing')
              : faultOfAnswer(sent.indexOf(item), sender.faults)
          }
          onChange={(score) => set({ scores: withScore(draft.scores, item.id, score) })}
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
      <FormActions submit="review.send" isSending={sender.isSending} />
    </form>
  );
}
