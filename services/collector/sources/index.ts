import { amazonConnectRoute } from './amazon-connect.ts';
import { genesysRoute } from './genesys.ts';
import type { SourceRoute } from './tools.ts';
import { twilio } from './twilio.ts';

/** The systems that send their records over HTTP. */
export const SOURCE_ROUTES: readonly SourceRoute[] = [amazonConnectRoute, genesysRoute, twilio];
