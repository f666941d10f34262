/** A customer who writes again within this time of a solution was not helped by the first contact, ms. */
export const FIRST_CONTACT_WINDOW_MS = 7 * 86_400_000;

/**
 * For so long a state of an agent is believed without further news, and so long a plan lasts at most, ms. Beyond it, its
 * end was never told.
 */
export const AGENT_LOOK_BACK_MS = 2 * 86_400_000;
