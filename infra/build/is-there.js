// @ts-check
/**
 * Whether a process is there.
 *
 * @param {number} pid
 */
export function isThere(pid) {
  if (!(pid > 0)) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
