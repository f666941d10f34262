import type { Cell } from '../grafana/frame.ts';

interface SparklineProps {
  readonly values: readonly Cell[];
  readonly color: string;
}

/** The course of a figure, without axes; gaps are bridged. */
export function Sparkline({ values, color }: SparklineProps) {
  const points = values.flatMap((value, index) =>
    typeof value === 'number' ? [[index, value] as const] : [],
  );
  if (points.length < 2) return null;
  const low = Math.min(...points.map(([, value]) => value), 0);
  const high = Math.max(...points.map(([, value]) => value));
  const line = points
    .map(([index, value]) => {
      const x = (index / (values.length - 1)) * 100;
      const y = 30 - ((value - low) / (high - low || 1)) * 28;
      return `${x.toFixed(2)},${y.toFixed(2)}`;
    })
    .join(' ');
  return (
    <svg
      class="sparkline"
      viewBox="0 0 100 31"
      preserveAspectRatio="none"
      data-color={color}
      aria-hidden="true"
    >
      <polygon points={`0,31 ${line} 100,31`} />
      <polyline points={line} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
