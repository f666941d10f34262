import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot, { type AlignedData } from 'uplot';

/**
 * Keeps a uPlot in an element: made anew when `key` changes, fed when `data` does, as large as the element.
 *
 * @param options made on the first drawing and whenever the key changes
 */
export function usePlot(
  holder: RefObject<HTMLDivElement | null>,
  key: string,
  options: () => Omit<uPlot.Options, 'width' | 'height'>,
  data: AlignedData,
): RefObject<uPlot | null> {
  const plot = useRef<uPlot | null>(null);
  useEffect(() => {
    const element = holder.current!;
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    const made = new uPlot({ ...options(), ...size() }, data, element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize(size()));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [key]);
  useEffect(() => plot.current?.setData(data), [data]);
  return plot;
}
