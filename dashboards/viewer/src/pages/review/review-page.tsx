import { useState } from 'preact/hooks';
import { usePageEnvironment } from '../../state/context.ts';
import { useActor } from '../parts/actor.ts';
import { Loaded } from '../parts/loaded.tsx';
import { useSay } from '../parts/use-say.ts';
import { Who } from '../parts/who.tsx';
import { type Draft, type Forms, offeredTo } from './model.ts';
import { ReviewForm } from './review-form.tsx';
import { Thanks } from './thanks.tsx';

/** `/review`: says how somebody works with others, or how a conversation was handled. */
export function ReviewPage() {
  const { view } = usePageEnvironment();
  const say = useSay();
  const actor = useActor();
  const [sent, setSent] = useState<Draft | null>(null);
  const given = (name: string) => view.variables[name]?.find((value) => value !== '$__all') ?? '';
  const { kinds, relations } = offeredTo(actor.role);
  const only = relations.length === 1 ? relations[0]! : '';
  const first: Draft = {
    kind: kinds.find((kind) => kind === given('kind')) ?? 'peer_review',
    agent: given('agent'),
    relation: relations.find((relation) => relation === given('relation')) ?? only,
    conversation: given('conversation'),
    scores: {},
  };
  return (
    <div class="sheets sheets-narrow">
      <header class="sheet-head">
        <h1>{say('review.title')}</h1>
      </header>
      <Who actor={actor} />
      {sent ? (
        <Thanks review={sent} onAnother={() => setSent(null)} />
      ) : (
        actor.name !== null && (
          <Loaded<Forms> url="/api/v1/feedback/forms">
            {(forms) => <ReviewForm forms={forms} first={first} actor={actor} onSent={setSent} />}
          </Loaded>
        )
      )}
    </div>
  );
}
