import type { ComponentChildren } from 'preact';
import { TableScroll } from '../../ui/table-scroll.tsx';

interface PageTableProps {
  readonly label: string;
  readonly headings: readonly {
    readonly text: string;
    readonly hint?: string;
    readonly isFigure?: boolean;
  }[];
  readonly children: ComponentChildren;
}

/** A table of a page: it scrolls by itself where the screen is narrower. */
export function PageTable({ label, headings, children }: PageTableProps) {
  return (
    <TableScroll label={label}>
      <table class="table page-table">
        <thead>
          <tr>
            {headings.map(({ text, hint, isFigure }) => (
              <th key={text} scope="col" title={hint} class={isFigure ? 'cell-number' : undefined}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </TableScroll>
  );
}
