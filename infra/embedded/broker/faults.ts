import type { ErrorCode } from './protocol/errors.ts';
import type { RequestHeader } from './protocol/header.ts';

/** What is to go wrong with a request: the connection ends, the answer is late, or it is an error. */
type Fault = 'close' | { delayMs: number } | { errorCode: ErrorCode };

/**
 * For tests: looks at each request before it is carried out, and may let it fail.
 * `request` is what the API's file in `apis/` decodes. A request that fails has no effect, a late one has it late.
 */
export type FaultHook = (apiKey: number, header: RequestHeader, request: unknown) => Fault | undefined;
