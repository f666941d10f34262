import { codeOf } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import type { Position } from './position.ts';
import type { Step, Tail } from './tail.ts';

type Missing = 'missing' | 'gone';

const MISSING_TEXTS: Record<Missing, string> = {
  missing: 'there is no file to read: waits for it',
  gone: 'the file was cut or taken away, and no copy of it is beside it: looks for one',
};

/** Looks at the file, and tells people what is in the way, once. */
export interface Watch {
  /** What there is to read, or why there is nothing. */
  next(position: Position): Promise<Step>;
}

/** @param onWaiting told when there is no file to read, and when there is one again */
export function createWatch(
  { tail, log }: { tail: Tail; log: Pick<Log, 'info' | 'warn'> },
  onWaiting: (isWaiting: boolean) => void,
): Watch {
  let waitsFor: Missing | null = null;
  let fault: string | null = null;

  function wait(missing: Missing | null): void {
    if (missing === waitsFor) return;
    waitsFor = missing;
    onWaiting(missing !== null);
    if (fault !== null) return;
    if (missing !== null) log.warn(MISSING_TEXTS[missing]);
    else log.info('the file is there');
  }

  async function ask(position: Position): Promise<Step> {
    try {
      const step = await tail.next(position);
      fault = null;
      return step;
    } catch (error) {
      const code = codeOf(error);
      if (code !== fault)
        log.warn({ code, error: (error as Error).message }, 'the file cannot be read: waits');
      fault = code;
      return { kind: 'idle', why: 'missing' };
    }
  }

  return {
    async next(position) {
      const step = await ask(position);
      wait(step.kind === 'idle' && step.why !== 'end' ? step.why : null);
      return step;
    },
  };
}
