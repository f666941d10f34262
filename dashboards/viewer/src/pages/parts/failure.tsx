import type { Failure } from '../../data/api.ts';
import type { PageKey } from '../texts/index.ts';
import { useSay } from './use-say.ts';

const known: Readonly<Record<string, PageKey>> = {
  NOT_ALLOWED: 'send.notAllowed',
  CHANGED_MEANWHILE: 'send.changed',
  GOALS_CHANGED: 'send.changed',
  unreachable: 'send.unreachable',
};

/** Why something was not done: what is common in the page's words, all else in those of the service. */
export function NotDone({ failure }: { readonly failure: Failure | null }) {
  const say = useSay();
  if (failure === null) return null;
  const key = known[failure.code];
  return (
    <p class="not-done" role="alert">
      <strong>{say('send.failed')}.</strong> {key ? say(key) : failure.detail}
    </p>
  );
}
