/** The same text for the same queue and channel, which may hold any sign; null: not one of them. */
export function seriesKey({
  queue,
  channel,
}: {
  readonly queue: string | null;
  readonly channel: string | null;
}): string {
  return JSON.stringify([queue, channel]);
}
