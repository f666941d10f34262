import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import { useEnvironment } from '../state/context.ts';
import { Icon } from '../ui/icon.tsx';

/** Shows what failed in place of a drawing that threw, and leaves everything around it alone. */
export function Boundary({ children }: { readonly children: ComponentChildren }) {
  const { t } = useEnvironment();
  const [error, retry] = useErrorBoundary();
  if (!error) return <>{children}</>;
  return (
    <div class="panel-message" role="alert">
      <Icon name="bad" />
      <strong>{t('panel.failed')}</strong>
      <span class="panel-detail">{String((error as Error).message ?? error)}</span>
      <button type="button" class="button" onClick={retry}>
        {t('app.tryAgain')}
      </button>
    </div>
  );
}
