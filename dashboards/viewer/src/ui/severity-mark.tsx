import type { Severity } from '../grafana/level.ts';
import { usePageEnvironment } from '../state/context.ts';
import { Icon } from './icon.tsx';

/** Says by its shape, and in words for those who hear the page, what a colour says. */
export function SeverityMark({ severity }: { readonly severity: Severity }) {
  const { t } = usePageEnvironment();
  if (severity !== 'warn' && severity !== 'bad') return null;
  return (
    <span class={`mark mark-${severity}`}>
      <Icon name={severity} />
      <span class="unseen"> {t(`level.${severity}`)}</span>
    </span>
  );
}
