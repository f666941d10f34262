import path from 'node:path';
import type { Registry } from 'prom-client';
import { centerInForce } from '../center/in-force.ts';
import { connectKafka, connectRegistry } from '../lib/connections.ts';
import { createAvroProducer } from '../lib/kafka/producer.ts';
import type { RoleContext } from '../lib/role.ts';
import { peopleHashOf } from '../privacy/people.ts';
import { ownStates } from '../sources/agent-states.ts';
import { customerSecretOf } from '../sources/customer-secret.ts';
import { createCustomerIds } from '../sources/customers.ts';
import { fileCheckpoint } from './checkpoint.ts';
import { systemClock } from './clock.ts';
import { createDelivery } from './delivery.ts';
import { diskFolder } from './disk-folder.ts';
import { DEFAULT_FOLLOW_OPTIONS, follow } from './follow.ts';
import { createFollowMetrics } from './metrics.ts';
import { createReading } from './reading.ts';
import type { ResumableSource } from './resumable.ts';
import { firstPosition } from './search.ts';
import { createTail, DEFAULT_TAIL_OPTIONS } from './tail.ts';

export interface FollowSettings {
  source: ResumableSource;
  /** The file that the system writes to. */
  file: string;
  /** Where the checkpoint is kept. */
  stateFile: string;
  /** At the first start: all that the file has, and not only what is written from now on. */
  fromStart: boolean;
}

/** Follows a file until the lifecycle stops it, whether the file and Kafka are there yet or not. */
export async function startFollow(
  { environment, endpoints, lifecycle, ...context }: RoleContext,
  registry: Registry,
  { source, file, stateFile, fromStart }: FollowSettings,
): Promise<{ failed: Promise<never>; waitingFor(): string[] }> {
  const log = context.log.child({ role: 'follow', system: source.system });
  const customers = createCustomerIds(customerSecretOf(environment));
  const center = await centerInForce({ environment, endpoints, lifecycle, ...context, log });
  const states = ownStates(center);
  const people = peopleHashOf(environment, center().privacy);
  const kafka = connectKafka(environment, endpoints, 'follow', log);
  const connecting = createAvroProducer(kafka, connectRegistry(endpoints));
  // Each `send` hears of it.
  connecting.catch(() => {});
  let isConnected = false;
  void connecting.then(() => {
    isConnected = true;
  });
  // A client that has not connected yet tries for ever: waiting for it would keep the process alive.
  await lifecycle.start(
    async () => ({ close: async () => (isConnected ? (await connecting).close() : undefined) }),
    (one) => one.close(),
  );
  const folder = diskFolder(path.dirname(path.resolve(file)));
  const name = path.basename(file);
  const metrics = createFollowMetrics(registry);
  const delivery = createDelivery({
    outlet: { send: async (values) => (await connecting).send(values) },
    log,
    onWaiting: (isWaiting) => metrics.waiting('kafka', isWaiting),
  });
  let waitsForFile = false;
  const stopping = new AbortController();
  const begin = { position: await firstPosition(folder, name), fromStart };
  const { done } = await lifecycle.start(
    async () => ({
      done: follow(
        {
          system: source.system,
          tail: createTail(folder, name, DEFAULT_TAIL_OPTIONS, systemClock.now),
          createReading: (state) =>
            createReading(source, { customers, people, states, now: systemClock.now }, state),
          delivery,
          checkpoints: fileCheckpoint(stateFile, source.system),
          metrics,
          onWaiting: (isWaiting) => {
            waitsForFile = isWaiting;
            metrics.waiting('file', isWaiting);
          },
          clock: systemClock,
          log,
        },
        begin,
        DEFAULT_FOLLOW_OPTIONS,
        stopping.signal,
      ),
    }),
    async ({ done }) => {
      stopping.abort();
      await done.catch(() => {});
    },
  );
  return {
    failed: done.then(() => new Promise<never>(() => {})),
    waitingFor: () => [...(waitsForFile ? ['the file'] : []), ...(delivery.isWaiting() ? ['Kafka'] : [])],
  };
}
