import type { ComponentChildren } from 'preact';
import type { Open } from '../drill/use-drill.ts';

interface OpeningRowProps {
  /** What a click anywhere on the row opens; null for a row that opens nothing. One of its cells must open it too. */
  readonly open: Open;
  readonly children: ComponentChildren;
}

/** A row of a table that opens as a whole. By keyboard, and for those who hear the page, the button in it does. */
export function OpeningRow({ open, children }: OpeningRowProps) {
  if (!open) return <tr>{children}</tr>;
  return (
    <tr
      data-opens
      onClick={({ target, currentTarget }) => {
        // Other figures of the row open what is theirs, and who marks a text wants to copy it.
        if ((target as Element).closest('button, a') || !getSelection()?.isCollapsed) return;
        // Where it has the focus, it has it back when what was opened is closed.
        currentTarget.querySelector<HTMLElement>('[data-opener]')?.focus({ preventScroll: true });
        open();
      }}
    >
      {children}
    </tr>
  );
}
