import type { Failure } from '../data/api.ts';
import { Icon } from '../ui/icon.tsx';

interface FailureNoteProps {
  readonly title: string;
  readonly failure: Failure;
}

/** What failed, in the service's own words, with its code. */
export function FailureNote({ title, failure }: FailureNoteProps) {
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
