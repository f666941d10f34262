import { useState } from 'preact/hooks';
import { usePageEnvironment } from '../../state/context.ts';
import type { Actor } from '../parts/actor.ts';
import { NotDone } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { useSay } from '../parts/use-say.ts';
import { useSend } from '../parts/use-send.ts';
import type { Member } from './model.ts';

interface RemarkProps {
  readonly title: string;
  readonly action: string;
  readonly note: Member['remark'];
  readonly mayWrite: boolean;
  readonly write: { readonly url: string; readonly agent: string; readonly actor: Actor };
}

/** What one side says of the outcome, and where it may, the way to say it. */
export function Remark({ title, action, note, mayWrite, write }: RemarkProps) {
  const { dates } = usePageEnvironment();
  const say = useSay();
  const sender = useSend('/api/v1/rounds');
  const [text, setText] = useState<string | null>(null);
  const [isMissing, setMissing] = useState(false);
  if (note === null && !mayWrite) return null;

  async function submit() {
    const written = (text ?? '').trim();
    setMissing(written === '');
    if (written === '') return;
    const { url, agent, actor } = write;
    if (await sender.send('POST', url, { agent, text: written, ...actor.by })) setText(null);
  }
  return (
    <div class="remark">
      {note && (
        <>
          <h3 class="remark-title">{title}</h3>
          <blockquote>
            {note.text}
            <footer class="faint">
              {say('round.signed', { by: note.by, at: dates.dayAndTime(Date.parse(note.at)) })}
            </footer>
          </blockquote>
        </>
      )}
      {mayWrite && text === null && (
        <button type="button" class="button" onClick={() => setText(note?.text ?? '')}>
          {action}
          <span class="unseen">, {title}</span>
        </button>
      )}
      {text !== null && (
        <form
          aria-label={title}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <Field label={title} fault={isMissing ? say('field.missing') : sender.faults.get('text')}>
            {(attributes) => (
              <textarea
                {...attributes}
                rows={4}
                maxLength={4_000}
                value={text}
                onInput={(event) => setText(event.currentTarget.value)}
              />
            )}
          </Field>
          <NotDone failure={sender.failure} />
          <FormActions submit="round.noteSave" isSending={sender.isSending} onCancel={() => setText(null)} />
        </form>
      )}
    </div>
  );
}
