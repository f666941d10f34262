/** An embedded broker in a process of its own, for `startBrokerProcess`: `node --import tsx broker-process.ts SETTINGS`. */
import { startBroker } from '../../infra/embedded/broker/server.ts';

const broker = await startBroker(JSON.parse(process.argv[2]!));
process.stdout.write(`${broker.port}\n`);
process.once('SIGTERM', () => broker.close());
