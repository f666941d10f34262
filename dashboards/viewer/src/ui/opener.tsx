import type { ComponentChildren } from 'preact';
import type { Open } from '../drill/use-drill.ts';
import { useEnvironment } from '../state/context.ts';

interface OpenerProps {
  readonly open: Open;
  /** What the figure is of, for those who hear it without what stands around it. */
  readonly of: string;
  readonly children: ComponentChildren;
}

/** Makes a figure a way to what lies behind it, where there is something. */
export function Opener({ open, of, children }: OpenerProps) {
  const { t } = useEnvironment();
  if (!open) return <>{children}</>;
  return (
    <button type="button" class="opener" title={t('drill.open')} onClick={open}>
      <span class="unseen">{of}: </span>
      {children}
    </button>
  );
}
