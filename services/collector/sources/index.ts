import type { SourceRoute } from './tools.ts';

/** The systems that send their records over HTTP. */
export const SOURCE_ROUTES: readonly SourceRoute[] = [];
