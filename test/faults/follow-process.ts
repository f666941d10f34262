/** `follow asterisk` in a process of its own, bundled: hundreds of them are started. */
import { Registry } from 'prom-client';
import { startFollow } from '../../services/follow/main.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { endpointsOf } from '../../services/lib/connections.ts';
import { createLifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import { asterisk } from '../../services/sources/asterisk/index.ts';

export interface FollowProcessSettings {
  environment: Record<string, string>;
  file: string;
  stateFile: string;
  logLevel: string;
}

const WATCH_MS = 10;

const settings = JSON.parse(process.argv[2]!) as FollowProcessSettings;
// The harness is gone: nobody would end this process.
process.on('disconnect', () => process.exit(0));

// A promise, as the bundle is one that cannot wait at its top.
void run();

async function run(): Promise<void> {
  const environment = readEnvironment(settings.environment);
  const lifecycle = createLifecycle((error) => process.stderr.write(`${String(error)}\n`));
  const log = createLog({ level: settings.logLevel });
  const { file, stateFile } = settings;
  const metrics = new Registry();
  const following = await startFollow(
    { environment, endpoints: endpointsOf(environment), lifecycle, log },
    metrics,
    { source: asterisk, file, stateFile, fromStart: true },
  );
  process.on('SIGTERM', () => void lifecycle.stop().then(() => process.exit(0)));
  process.send!('ready');
  const events = metrics.getSingleMetric('linewatch_follow_events_total')!;
  const watching = setInterval(async () => {
    if ((await events.get()).values[0]?.value === 0) return;
    clearInterval(watching);
    process.send!('sending');
  }, WATCH_MS);
  await following.failed.catch((error) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(3);
  });
}
