import { useSay } from '../parts/use-say.ts';
import type { Draft } from './model.ts';

/** Who gets to see a review: said before it is written, and other words for each kind. */
export function Privacy({ kind, relation }: Pick<Draft, 'kind' | 'relation'>) {
  const say = useSay();
  const key =
    kind === 'quality_review'
      ? 'review.qualityPrivacy'
      : relation === 'self'
        ? 'review.selfPrivacy'
        : relation === 'supervisor'
          ? 'review.supervisorPrivacy'
          : 'review.peerPrivacy';
  return (
    <aside class="privacy" aria-live="polite" aria-label={say('review.whoSees')}>
      <strong>{say('review.whoSees')}</strong>
      <p>{say(key)}</p>
    </aside>
  );
}
