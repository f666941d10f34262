import type { PageKey } from '../texts/index.ts';
import { useSay } from './use-say.ts';

interface FormActionsProps {
  /** What the form does. */
  readonly submit: PageKey;
  readonly isSending: boolean;
  readonly onCancel?: () => void;
}

/** The buttons below a form; while it is sent, it cannot be sent again. */
export function FormActions({ submit, isSending, onCancel }: FormActionsProps) {
  const say = useSay();
  return (
    <div class="fields-actions">
      <button type="submit" class="button button-strong" disabled={isSending}>
        {say(isSending ? 'send.sending' : submit)}
      </button>
      {onCancel && (
        <button type="button" class="button" onClick={onCancel}>
          {say('send.cancel')}
        </button>
      )}
    </div>
  );
}
