import type { Retention } from '../log/partition-log.ts';
import { errorCodes, ProtocolError } from '../protocol/errors.ts';

/** Kafka's spelling of "no limit". */
const UNLIMITED = '-1';

/**
 * What CreateTopics may set for a topic. The rest is refused rather than ignored: a topic that is meant to be
 * compacted and never is would be found out too late.
 */
export function parseTopicConfig(
  entries: readonly { name: string; value: string | null }[],
): Partial<Retention> {
  const retention: Partial<Retention> = {};
  for (const { name, value } of entries) {
    if (name === 'retention.ms') retention.ms = parseLimit(name, value);
    else if (name === 'retention.bytes') retention.bytes = parseLimit(name, value);
    else if (name !== 'cleanup.policy' || value !== 'delete') {
      throw new ProtocolError(errorCodes.invalidConfig, `${name}=${value} is not supported`);
    }
  }
  return retention;
}

export function formatLimit(limit: number | null): string {
  return limit === null ? UNLIMITED : String(limit);
}

function parseLimit(name: string, value: string | null): number | null {
  if (value === UNLIMITED) return null;
  if (value === null || !/^\d{1,15}$/.test(value)) {
    throw new ProtocolError(errorCodes.invalidConfig, `${name} must be a whole number or -1`);
  }
  return Number(value);
}
