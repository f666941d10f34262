import type { Failure } from '../data/api.ts';
import { usePageEnvironment } from '../state/context.ts';
import { Icon } from '../ui/icon.tsx';
import { isTooLarge, waysOut } from './too-large.ts';

interface FailureNoteProps {
  readonly title: string;
  readonly failure: Failure;
}

/** What failed, in the service's own words, with its code; of a question that is too large, what would be answered. */
export function FailureNote({ title, failure }: FailureNoteProps) {
  const { t } = usePageEnvironment();
  if (isTooLarge(failure))
    return (
      <div class="panel-message" role="alert">
        <Icon name="warn" />
        <strong>{t('tooLarge.title')}</strong>
        <span class="panel-detail">{t('tooLarge.ways')}</span>
        <ul class="panel-ways">
          {waysOut(failure, t).map((way) => (
            <li key={way}>{way}</li>
          ))}
        </ul>
      </div>
    );
  return (
    <div class="panel-message" role="alert">
      <Icon name="bad" />
      <strong>{title}</strong>
      <span class="panel-detail">
        {failure.detail} <code>{failure.code}</code>
      </span>
    </div>
  );
}
