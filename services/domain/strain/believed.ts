import { LOGGED_IN, type Piece } from './record.ts';

/**
 * How long somebody is believed to do the same without further news, ms: a shift may pass so where only its begin and
 * end are told. What lasts longer has ended some time, and nobody told when.
 */
export const BELIEVED_MS = 12 * 3_600_000;

/** A piece of what was told at one time. */
export interface ToldPiece extends Piece {
  /** When its state was told, which may be before the piece, UTC ms; 0 where none was, and the agent is offline. */
  readonly toldAt: number;
}

/**
 * The pieces as far as something is known: where no news came for twelve hours, the agent counts as offline from the last
 * ones on, as before the first ones. A lost "offline", or history that is not there yet, would otherwise be days of work
 * without a pause.
 *
 * @param pieces of one agent; of those that begin in a range, those of twelve hours after it too (see `around`)
 */
export function believed(pieces: readonly ToldPiece[]): Piece[] {
  const endOf = new Map<number, number>();
  for (const { toldAt, to } of pieces) endOf.set(toldAt, Math.max(to, endOf.get(toldAt) ?? to));
  return pieces.map(({ from, to, activity, toldAt }) => {
    const isOver = LOGGED_IN.includes(activity) && endOf.get(toldAt)! - toldAt > BELIEVED_MS;
    return { from, to, activity: isOver ? 'offline' : activity };
  });
}
