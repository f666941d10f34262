import { createHash } from 'node:crypto';
import { DEFAULT_SERVICE_LEVEL_MS, DEFAULT_SHORT_ABANDON_MS, type Stamp } from '../domain/timeline/stamp.ts';
import type { Channel } from '../domain/timeline/timeline.ts';
import type { ContactCenter } from '../lib/config/contact-center.ts';
import type { Reference } from './stages/enrich.ts';

/** Most stamps kept in memory: queue names come from events and must not fill it. */
const MAX_STAMPS = 10_000;

/** Reference look-ups by the configuration in force. A queue that it does not name gets the defaults. */
export function createReference(center: ContactCenter): Reference {
  const teams = new Map(center.agents.map((agent) => [agent.id, agent.team ?? '']));
  const queues = new Map(center.queues.map((queue) => [queue.id, queue]));
  const stamps = new Map<string, Stamp>();

  return {
    teamOf: (agentId) => teams.get(agentId) ?? '',
    stampFor(queueId, channel: Channel) {
      const key = `${channel}/${queueId}`;
      let stamp = stamps.get(key);
      if (stamp === undefined) {
        if (stamps.size >= MAX_STAMPS) stamps.clear();
        const queue = queues.get(queueId);
        stamp = createStamp({
          queueTeam: queue?.team ?? '',
          serviceLevelMs: queue?.serviceLevelByChannel[channel] ?? queue?.serviceLevel ?? DEFAULT_SERVICE_LEVEL_MS,
          shortAbandonMs: queue?.shortAbandon ?? DEFAULT_SHORT_ABANDON_MS,
        });
        stamps.set(key, stamp);
      }
      return stamp;
    },
  };
}

/** A stamp with its content hash. */
export function createStamp(content: Omit<Stamp, 'hash'>): Stamp {
  const hash = createHash('sha256').update(stampContent(content)).digest('hex').slice(0, 24);
  return { hash, ...content };
}

/** The text that is hashed and kept: the same content gives the same text. */
export function stampContent({ queueTeam, serviceLevelMs, shortAbandonMs }: Omit<Stamp, 'hash'>): string {
  return JSON.stringify({ queueTeam, serviceLevelMs, shortAbandonMs });
}
