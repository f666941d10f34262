import type { Lifecycle } from '../lib/lifecycle.ts';
import type { Log } from '../lib/log.ts';
import type { Terminal } from '../lib/terminal.ts';

export interface StartOptions {
  simulator: boolean;
  seed: number;
  historyDays: number;
  /** UTC ms. */
  historyEnd: number;
}

export interface Running {
  lifecycle: Lifecycle;
  log: Log;
  terminal: Terminal;
}

export interface Started {
  failed: Promise<never>;
}
