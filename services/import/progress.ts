import type { Clock } from './clock.ts';
import type { ImportProgress } from './import.ts';

/** Where a command prints; a terminal or a file. */
export interface Output {
  write(text: string): void;
  isTTY: boolean;
}

const BAR_WIDTH = 24;
const REDRAW_MS = 100;
const LINE_MS = 5_000;

/** Shows progress: a bar that is redrawn in place on a terminal, a line every few seconds elsewhere. */
export function createProgress(output: Output, clock: Clock) {
  const startedAt = clock.now();
  const everyMs = output.isTTY ? REDRAW_MS : LINE_MS;
  let shownAt = startedAt;
  let isDrawn = false;

  return {
    update(progress: ImportProgress): void {
      const now = clock.now();
      if (now - shownAt < everyMs) return;
      shownAt = now;
      const text = describe(progress, now - startedAt);
      output.write(output.isTTY ? `\r${bar(shareOf(progress))} ${text}\u001b[K` : `${text}\n`);
      isDrawn = output.isTTY;
    },
    /** Takes the bar away, so that what follows begins on a line of its own. */
    clear(): void {
      if (isDrawn) output.write('\r\u001b[K');
      isDrawn = false;
    },
  };
}

function shareOf({ bytes, totalBytes }: ImportProgress): number {
  return totalBytes === 0 ? 1 : bytes / totalBytes;
}

function bar(share: number): string {
  const filled = Math.round(share * BAR_WIDTH);
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}]`;
}

/** Such as `42 %, 12,345 rows/s, 30,000 events, 0:12 left`. */
function describe(progress: ImportProgress, elapsedMs: number): string {
  const share = shareOf(progress);
  const perSecond = Math.round((progress.rows / Math.max(elapsedMs, 1)) * 1_000);
  const leftMs = share === 0 ? null : (elapsedMs * (1 - share)) / share;
  const left = leftMs === null ? '' : `, ${minutes(leftMs)} left`;
  const figure = (value: number) => value.toLocaleString('en');
  return `${Math.floor(share * 100)} %, ${figure(perSecond)} rows/s, ${figure(progress.events)} events${left}`;
}

function minutes(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
