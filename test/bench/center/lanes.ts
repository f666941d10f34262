/** As many statements write at the same time as the machine that the goals are of has cores. */
const LANES = 2;

/** Works on items, some at a time, in order. */
export async function inLanes<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const lane = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
