/** Does one piece of work after the other, in order of arrival; for work that holds much memory while it goes on. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** A failure is told to whoever asked, and keeps nobody else from a turn. */
export function createInTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
