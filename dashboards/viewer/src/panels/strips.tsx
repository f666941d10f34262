import { useState } from 'preact/hooks';
import { useEnvironment } from '../state/context.ts';
import { TimeAxis } from './time-axis.tsx';

/** A stretch of time in a row. */
export interface Segment {
  /** UTC ms. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Name of a colour of the theme. */
  readonly color: string;
  /** How much of the colour shows, 0..1. */
  readonly strength: number;
  /** What stands in it; the text shows when it is pointed at. */
  readonly label?: string;
}

export interface Strip {
  readonly title: string;
  /** Whether it goes on with the strip above it, whose title it has. */
  readonly continued?: boolean;
  readonly segments: readonly Segment[];
}

interface StripsProps {
  readonly strips: readonly Strip[];
  readonly from: number;
  readonly to: number;
}

/** With more stretches a row than this, lines between them would be all that is seen. */
const dense = 60;

/** Rows of stretches of time over one axis. */
export function Strips({ strips, from, to }: StripsProps) {
  const { dates } = useEnvironment();
  const [pointed, setPointed] = useState<{ strip: Strip; segment: Segment } | null>(null);
  const share = (instant: number) => ((instant - from) / (to - from)) * 100;
  const most = Math.max(...strips.map(({ segments }) => segments.length));
  return (
    <div
      class="strips"
      data-dense={most > dense}
      // The axis takes no share of the height, and stays at the rows where they are few.
      style={{ gridTemplateRows: `repeat(${strips.length}, minmax(1.4rem, 3.4rem)) max-content` }}
      onPointerLeave={() => setPointed(null)}
    >
      {strips.map((strip, index) => (
        <div class="strip" key={strip.continued ? `${strip.title} ${index}` : strip.title}>
          <span class="strip-title">{!strip.continued && strip.title}</span>
          <div class="strip-track">
            {strip.segments.map((segment) => (
              <div
                key={`${segment.from} ${segment.text}`}
                class="segment"
                data-color={segment.color}
                style={{
                  left: `${share(segment.from)}%`,
                  // Half a pixel more, or neighbours that end within a pixel let the ground shine through.
                  width: `calc(${share(segment.to) - share(segment.from)}% + 0.5px)`,
                  '--strength': `${Math.round(segment.strength * 100)}%`,
                }}
                onPointerEnter={() => setPointed({ strip, segment })}
              >
                {segment.label && <span class="segment-text">{segment.label}</span>}
              </div>
            ))}
          </div>
        </div>
      ))}
      <TimeAxis from={from} to={to} />
      {pointed && (
        <div class="tip tip-strip">
          <span class="tip-time">
            {dates.dayAndTime(pointed.segment.from)} – {dates.time(pointed.segment.to)}
          </span>
          <span class="tip-row">
            <span class="tip-name">{pointed.strip.title}</span>
            <span class="tip-value">{pointed.segment.text}</span>
          </span>
        </div>
      )}
    </div>
  );
}
