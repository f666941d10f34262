import { codeOf } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import type { Position } from './position.ts';
import type { Step, Tail } from './tail.ts';

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
  let isWaiting = false;
  let fault: string | null = null;

  function wait(isMissing: boolean): void {
    if (isMissing === isWaiting) return;
    isWaiting = isMissing;
    onWaiting(isMissing);
    if (fault !== null) return;
    if (isMissing) log.warn('there is no file to read: waits for it');
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
      wait(step.kind === 'idle' && step.why === 'missing');
      return step;
    },
  };
}
