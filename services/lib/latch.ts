/** Something that is waited for, and happens once. */
export interface Latch {
  /** Resolves when it is opened, or at once where it is. */
  opened: Promise<void>;
  open: () => void;
}

export function createLatch(): Latch {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
