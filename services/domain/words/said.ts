/** Ways of being polite that are looked for in a message, in the order in which they are told. */
export const COURTESIES = ['greeting', 'thanks', 'apology', 'farewell'] as const;
export type Courtesy = (typeof COURTESIES)[number];

/** Fingerprints have 24 bits: enough to tell the messages of one conversation apart, too few to tell what was said. */
export const MAX_FINGERPRINT = 0xff_ffff;
