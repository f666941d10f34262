import { LinewatchError } from '../../lib/errors.ts';

/** Busy (both), more than 20 messages a minute (DingTalk: 130101, 410100; WeCom: 45009). */
const RETRIABLE = new Set([-1, 130_101, 410_100, 45_009]);

/**
 * Reads the answer of a chat robot: it is 200 whatever happens, and says in `errcode` how it went. Throws
 * `ROBOT_REFUSED_<errcode>`, or `ROBOT_ANSWER` where it is none.
 */
export function checkRobotAnswer(body: string): void {
  let code: unknown;
  try {
    code = (JSON.parse(body) as { errcode?: unknown } | null)?.errcode;
  } catch {
    code = undefined;
  }
  if (code === 0) return;
  if (typeof code !== 'number')
    throw new LinewatchError('ROBOT_ANSWER', 'this is no robot: it gives no errcode');
  throw new LinewatchError(`ROBOT_REFUSED_${code}`, `the robot answers ${code}`, {
    retriable: RETRIABLE.has(code),
  });
}
