import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { usePageEnvironment } from './state/context.ts';

/** A page that is no dashboard: what draws it is loaded when it is first wanted, so that boards stay light. */
export function LazyPage() {
  const { t } = usePageEnvironment();
  const [Page, setPage] = useState<ComponentType | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    import('./pages/index.tsx').then(
      (loaded) => setPage(() => loaded.Page),
      () => setFailed(true),
    );
  }, []);
  if (Page) return <Page />;
  return (
    <p class="panel-message" role="status">
      {t(failed ? 'app.notLoaded' : 'app.loading')}
    </p>
  );
}
