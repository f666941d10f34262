import { useEnvironment } from '../state/context.ts';
import { timeTicks } from './time-ticks.ts';

interface TimeAxisProps {
  /** UTC ms. */
  readonly from: number;
  readonly to: number;
  readonly most?: number;
}

/** Clock times under what is laid out by shares of a range; the day where a new one begins. */
export function TimeAxis({ from, to, most = 8 }: TimeAxisProps) {
  const { dates, zone } = useEnvironment();
  return (
    <div class="time-axis" aria-hidden="true">
      {timeTicks(from, to, most, zone).map((tick) => {
        const time = dates.time(tick);
        const share = (tick - from) / (to - from);
        return (
          <span key={tick} class="time-tick" style={{ left: `${share * 100}%` }} data-edge={edgeOf(share)}>
            {time === '00:00' ? dates.day(tick) : time}
          </span>
        );
      })}
    </div>
  );
}

/** Labels at the ends stay inside. */
const edgeOf = (share: number) => (share < 0.04 ? 'start' : share > 0.96 ? 'end' : undefined);
