import type { Source, System } from './source.ts';

/** Each is loaded where its records come in, and not before. */
const SOURCES: Record<System, () => Promise<Source>> = {
  genesys: async () => (await import('./genesys/index.ts')).genesys,
  asterisk: async () => (await import('./asterisk/index.ts')).asterisk,
  'amazon-connect': async () => (await import('./amazon-connect/index.ts')).amazonConnect,
  twilio: async () => (await import('./twilio/index.ts')).twilio,
};

/** What understands the records of a system. */
export type SourceOf = (system: System) => Promise<Source>;

export const sourceOf: SourceOf = (system) => SOURCES[system]();
