/** Wakes whoever waits. A ring with nobody waiting is not remembered: check the condition, then wait. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring. */
  heard(): Promise<void>;
}

export function createBell(): Bell {
  let resolve: () => void = () => {};
  let next = new Promise<void>((done) => {
    resolve = done;
  });
  return {
    ring() {
      resolve();
      next = new Promise((done) => {
        resolve = done;
      });
    },
    heard: () => next,
  };
}
