import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Less than this of a column beyond the edge is not worth a sign. */
const TOLERANCE_PX = 2;

/** How many columns of the table in a box that scrolls lie, wholly or in part, beyond its right edge. */
export function useHiddenColumns(box: RefObject<HTMLElement | null>): number {
  const [hidden, setHidden] = useState(0);
  useEffect(() => {
    const frame = box.current;
    const table = frame?.querySelector('table');
    if (!frame || !table) return;
    const measure = () => {
      // Parts of a pixel count: columns have widths of such, and offsets are rounded one by one.
      const edge = frame.getBoundingClientRect().left + frame.clientLeft + frame.clientWidth + TOLERANCE_PX;
      const headings = [...table.querySelectorAll('thead th')];
      setHidden(headings.filter((heading) => heading.getBoundingClientRect().right > edge).length);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(frame);
    observer.observe(table);
    frame.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      frame.removeEventListener('scroll', measure);
    };
  }, [box]);
  return hidden;
}
