import { type ErrorCode, errorCodes } from '../protocol/errors.ts';
import type { Writer } from '../protocol/writer.ts';
import { type ApiVersionRange, defineApi } from './api.ts';

interface ApiVersionsResponse {
  errorCode: ErrorCode;
  apis: readonly ApiVersionRange[];
}

/** What the broker can do. */
export const apiVersions = defineApi<null, ApiVersionsResponse>({
  key: 18,
  name: 'ApiVersions',
  minVersion: 0,
  maxVersion: 2,

  decode: () => null,

  handle: (_request, { apis }) => ({ errorCode: errorCodes.none, apis }),

  refuse: (_request, errorCode) => ({ errorCode, apis: [] }),

  encode: encodeApiVersions,
});

export function encodeApiVersions(
  writer: Writer,
  { errorCode, apis }: ApiVersionsResponse,
  version: number,
): void {
  writer.int16(errorCode).array(apis, ({ key, minVersion, maxVersion }) => {
    writer.int16(key).int16(minVersion).int16(maxVersion);
  });
  if (version >= 1) writer.int32(0); // Throttle time.
}
