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
      const edge = frame.scrollLeft + frame.clientWidth + TOLERANCE_PX;
      const headings = [...table.querySelectorAll<HTMLElement>('thead th')];
      setHidden(headings.filter(({ offsetLeft, offsetWidth }) => offsetLeft + offsetWidth > edge).length);
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
