import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { usePageEnvironment } from '../../state/context.ts';
import { useSnapshots } from '../../state/use-snapshots.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useSay } from './use-say.ts';

interface LoadedProps<Body> {
  readonly url: string;
  readonly children: (body: Body) => ComponentChildren;
}

/** Draws what an address answers, once it has; an older answer stays while a newer one fails. */
export function Loaded<Body>({ url, children }: LoadedProps<Body>) {
  const { session } = usePageEnvironment();
  const say = useSay();
  const urls = useMemo(() => [url], [url]);
  const [answer] = useSnapshots(session.hub, urls);
  if (answer?.body !== undefined) return <>{children(answer.body as Body)}</>;
  if (answer?.failure) return <FailureNote title={say('page.notLoaded')} failure={answer.failure} />;
  return (
    <p class="panel-message" role="status">
      {say('page.loading')}
    </p>
  );
}
