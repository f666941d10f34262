import { useEffect, useRef } from 'preact/hooks';
import { useSay } from '../parts/use-say.ts';
import type { Draft } from './model.ts';

interface ThanksProps {
  /** What was sent. */
  readonly review: Draft;
  readonly onAnother: () => void;
}

/** In place of the form once it is sent: what happens with it. */
export function Thanks({ review, onAnother }: ThanksProps) {
  const say = useSay();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const then =
    review.kind === 'quality_review'
      ? 'review.qualityThen'
      : review.relation === 'self'
        ? 'review.selfThen'
        : 'review.peerThen';
  return (
    <section class="card" role="status">
      <h2 class="card-title" tabIndex={-1} ref={title}>
        {say('review.thanks')}
      </h2>
      <p>{say(then)}</p>
      <div class="fields-actions">
        <button type="button" class="button" onClick={onAnother}>
          {say('review.another')}
        </button>
      </div>
    </section>
  );
}
