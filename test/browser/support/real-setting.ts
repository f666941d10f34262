import { randomUUID } from 'node:crypto';
import type { OutgoingEvent } from '../../../services/domain/events/event.ts';
import { readEnvironment } from '../../../services/lib/config/environment.ts';
import { connectKafka, connectRegistry, endpointsOf } from '../../../services/lib/connections.ts';
import { createAvroProducer, createEventProducer } from '../../../services/lib/kafka/producer.ts';
import { createLog } from '../../../services/lib/log.ts';
import { type FaultyProxy, startProxy } from '../../faults/proxy.ts';
import { type Product, productEnvironment, startProduct, temporaryFolder } from '../../support/product.ts';
import { launchBrowser, openPage, type WatchedPage } from './browser.ts';
import { drawn } from './drawn.ts';
import { buildProductsViewer } from './viewer.ts';

/** The product as `npm start` runs it, the last two weeks of its history included, and a browser to look at it with. */
export interface RealSetting {
  readonly product: Product;
  /** Between the browser and the product. */
  readonly proxy: FaultyProxy;
  /** Opens an address and waits until every panel is drawn. */
  open(path: string): Promise<WatchedPage>;
  /** Resolves once Kafka has the event. */
  produce(event: OutgoingEvent): Promise<void>;
  /** Closes all pages. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function startRealSetting(): Promise<RealSetting> {
  // The query service looks for the viewer when it starts.
  await buildProductsViewer();
  const folder = await temporaryFolder();
  const product = await startProduct(['--history-days', '15'], await productEnvironment(folder.path));
  const environment = readEnvironment(product.environment);
  const endpoints = endpointsOf(environment);
  const kafka = connectKafka(environment, endpoints, 'test', createLog({ level: 'silent' }));
  const producer = createEventProducer(await createAvroProducer(kafka, connectRegistry(endpoints)));
  const proxy = await startProxy(new URL(product.address));
  const browser = await launchBrowser();
  return {
    product,
    proxy,
    async open(path) {
      const watched = await openPage(browser);
      await watched.page.goto(`http://127.0.0.1:${proxy.port}${path}`);
      await drawn(watched.page);
      return watched;
    },
    produce: (event) => producer.send([event]),
    async reset() {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    async close() {
      await browser.close();
      await proxy.close();
      await producer.close();
      await product.end('SIGINT');
      await folder.remove();
    },
  };
}

/** A call that begins to wait in a queue. */
export const queuedCall = (queue: string, at: number): OutgoingEvent => ({
  topic: 'contact.chats',
  value: {
    event_id: randomUUID(),
    occurred_at: at,
    conversation_id: randomUUID(),
    opened_at: at,
    channel: 'voice',
    source: 'test',
    actor: { kind: 'system', id: null },
    queue,
    customer: null,
    tags: [],
    event: { type: 'queued', position: null },
  },
});
