/**
 * Waits for `work` and calls `beat` every `everyMs` meanwhile. Rejects as soon as a beat does: `work` then goes on
 * unwatched, and whatever comes of it is ignored.
 */
export async function beating<T>(work: Promise<T>, beat: () => Promise<void>, everyMs: number): Promise<T> {
  work.catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  const refused = new Promise<never>((_, reject) => {
    timer = setInterval(() => beat().catch(reject), everyMs);
  });
  try {
    return await Promise.race([work, refused]);
  } finally {
    clearInterval(timer);
  }
}
