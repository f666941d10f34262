import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { usePageEnvironment } from '../state/context.ts';
import { useHiddenColumns } from '../state/use-hidden-columns.ts';
import { Icon } from './icon.tsx';

/** Part of the box's width that a step to the right goes: something of what was seen stays in sight. */
const STEP = 0.6;

interface TableScrollProps {
  readonly label: string;
  /** The table. */
  readonly children: ComponentChildren;
}

/** A box in which a table scrolls; says how many columns lie further right, and goes there. */
export function TableScroll({ label, children }: TableScrollProps) {
  const { t } = usePageEnvironment();
  const box = useRef<HTMLElement>(null);
  const hidden = useHiddenColumns(box);
  return (
    <div class="table-frame" data-more={hidden > 0}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="table-scroll" tabIndex={0} aria-label={label} ref={box}>
        {children}
      </section>
      {hidden > 0 && (
        <button
          type="button"
          class="table-more"
          aria-label={t('table.more', { count: hidden })}
          title={t('table.more', { count: hidden })}
          onClick={() => box.current?.scrollBy({ left: box.current.clientWidth * STEP })}
        >
          +{hidden}
          <Icon name="right" />
        </button>
      )}
    </div>
  );
}
