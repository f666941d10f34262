import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import type { Contender, RunningContender } from './contenders.ts';

const EVENT_TOPICS = ['contact.tickets', 'contact.chats'];
const FACTS_TOPIC = 'peers.facts';
const POLL_MS = 50;
/**
 * What was handed over has been stored when that stands still for so long after the last event: where transactions end, the
 * last offset is none of a record, and nobody commits it.
 */
const QUIET_MS = 2_000;
/** Against hanging. */
const WITHIN_MS = 1_800_000;

/** Records of events that a contender has committed, and of what it handed over. */
export async function committedOf(admin: Admin, { groups }: Contender): Promise<[number, number]> {
  const events = await sumOf(admin, groups.events, EVENT_TOPICS);
  return [events, groups.handedOver === undefined ? 0 : await sumOf(admin, groups.handedOver, [FACTS_TOPIC])];
}

async function sumOf(admin: Admin, groupId: string, topics: string[]): Promise<number> {
  const committed = await admin.fetchOffsets({ groupId, topics });
  return committed
    .flatMap(({ partitions }) => partitions)
    .reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
}

/**
 * Waits until a contender has committed so many records of events and stored what comes of them.
 *
 * @param onReading told how many are committed
 * @returns when the last of it was in, of `performance.now()`
 */
export async function untilThrough(
  admin: Admin,
  contender: Contender,
  running: Pick<RunningContender, 'isOver'>,
  records: number,
  onReading: (events: number) => void = () => {},
): Promise<number> {
  const giveUpAt = performance.now() + WITHIN_MS;
  let last = { events: -1, handedOver: -1, at: performance.now() };
  while (performance.now() < giveUpAt) {
    if (running.isOver()) throw new Error(`${contender.name} ended by itself`);
    const [events, handedOver] = await committedOf(admin, contender);
    const at = performance.now();
    onReading(events);
    if (events !== last.events || handedOver !== last.handedOver) last = { events, handedOver, at };
    const isQuiet = contender.groups.handedOver === undefined || at - last.at >= QUIET_MS;
    if (events >= records && isQuiet) return last.at;
    await sleep(POLL_MS);
  }
  throw new Error(`${contender.name} has committed ${last.events} of ${records} records`);
}
