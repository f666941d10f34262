/** A fact, as far as its state goes. Times are ISO 8601; of a target, `at` is when it is due. */
interface Stateful {
  readonly fact: string;
  readonly at: string | null;
  readonly endedAt: string | null;
  readonly state: string;
}

/** How a fact stands at an instant. */
interface Standing {
  readonly state: string;
  /** How long after its due time a target that was missed was fulfilled, or has not been yet; null for all others. */
  readonly lateMs: number | null;
}

/**
 * How a fact stands now: it is stored as it was at the conversation's last event, and a target that nobody fulfils is
 * missed without one.
 *
 * @param now UTC ms
 */
export function standing({ fact, at, endedAt, state }: Stateful, now: number): Standing {
  if (fact !== 'sla_target' || at === null) return { state, lateMs: null };
  const due = Date.parse(at);
  const isMissed = state === 'breached' || (state === 'active' && due < now);
  if (!isMissed) return { state, lateMs: null };
  return { state: 'breached', lateMs: Math.max(0, (endedAt === null ? now : Date.parse(endedAt)) - due) };
}
