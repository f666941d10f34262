import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import { usePageEnvironment } from '../state/context.ts';
import { Icon } from '../ui/icon.tsx';

interface BoundaryProps {
  /** What is said to have failed; a panel unless told otherwise. */
  readonly title?: string;
  readonly children: ComponentChildren;
}

/** Shows what failed in place of a drawing that threw, and leaves everything around it alone. */
export function Boundary({ title, children }: BoundaryProps) {
  const { t } = usePageEnvironment();
  const [error, retry] = useErrorBoundary();
  if (!error) return <>{children}</>;
  return (
    <div class="panel-message" role="alert">
      <Icon name="bad" />
      <strong>{title ?? t('panel.failed')}</strong>
      <span class="panel-detail">{String((error as Error).message ?? error)}</span>
      <button type="button" class="button" onClick={retry}>
        {t('app.tryAgain')}
      </button>
    </div>
  );
}
