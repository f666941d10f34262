import type { ComponentChildren } from 'preact';
import type { Open } from '../drill/use-drill.ts';
import type { MessageKey } from '../i18n/en.ts';
import { useEnvironment } from '../state/context.ts';

interface OpenerProps {
  readonly open: Open;
  /** What the figure is of, for those who hear it without what stands around it. */
  readonly of: string;
  /** What is said of it where it stands for its whole row, which opens the same. */
  readonly forRow?: MessageKey | null;
  readonly children: ComponentChildren;
}

/** Makes a figure a way to what lies behind it, where there is something. */
export function Opener({ open, of, forRow = null, children }: OpenerProps) {
  const { t } = useEnvironment();
  if (!open) return <>{children}</>;
  const look = {
    class: forRow ? 'opener link' : 'opener',
    title: t(forRow ?? 'drill.open'),
    'data-opener': forRow !== null || undefined,
  };
  const words = (
    <>
      <span class="unseen">{of}: </span>
      {children}
    </>
  );
  if (open.href === undefined) {
    return (
      <button type="button" {...look} onClick={open}>
        {words}
      </button>
    );
  }
  return (
    <a
      {...look}
      href={open.href}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        open();
      }}
    >
      {words}
    </a>
  );
}
