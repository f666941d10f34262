/** A customer who writes again within this time of a solution was not helped by the first contact, ms. */
export const FIRST_CONTACT_WINDOW_MS = 7 * 86_400_000;

/** A state or plan of an agent that began longer ago is not believed to last: its end was never told, ms. */
export const AGENT_LOOK_BACK_MS = 2 * 86_400_000;
