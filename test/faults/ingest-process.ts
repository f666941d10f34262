/**
 * Ingest in a process of its own that can be told to die: `arm` names a step of the delivery guarantee, and the
 * process kills itself just before the given occurrence of it. The product has no such switch.
 */
import { Registry } from 'prom-client';
import { startIngest } from '../../services/ingest/main.ts';
import { DEFAULT_INGEST_OPTIONS } from '../../services/ingest/options.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { endpointsOf } from '../../services/lib/connections.ts';
import { createLifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import type { FromIngestProcess, IngestProcessSettings, ToIngestProcess } from './ingest-control.ts';
import { createDice } from './random.ts';
import { cutSockets } from './socket-cutter.ts';

const settings = JSON.parse(process.argv[2]!) as IngestProcessSettings;
let armed: ToIngestProcess['arm'] | null = null;

function say(what: FromIngestProcess): void {
  process.send?.(what);
}

process.on('message', (message: ToIngestProcess) => {
  armed = message.arm;
});
// The harness is gone: nobody would end this process.
process.on('disconnect', () => process.exit(0));

function onStep(step: string): void {
  if (armed?.step !== step || --armed.countdown > 0) {
    if (step === 'committed') say('committed');
    return;
  }
  const { signal } = armed;
  armed = null;
  process.kill(process.pid, signal);
  // The signal is on its way; not one more instruction of the product may run before it.
  const until = Date.now() + 50;
  while (signal === 'SIGKILL' || Date.now() < until);
}

async function run(): Promise<void> {
  const environment = readEnvironment(settings.environment);
  const log = createLog({ level: settings.logLevel });
  const lifecycle = createLifecycle((error) =>
    log.warn({ error: String(error) }, 'a part did not stop cleanly'),
  );
  const ingest = await startIngest(
    { environment, endpoints: endpointsOf(environment), lifecycle, log },
    new Registry(),
    {
      groupId: settings.groupId,
      sessionTimeoutMs: settings.sessionTimeoutMs,
      options: { ...DEFAULT_INGEST_OPTIONS, ...settings.options },
      onStep,
    },
  );
  process.on('SIGTERM', () => void lifecycle.stop().then(() => process.exit(0)));
  say('ready');
  await ingest.failed.catch((error) => {
    log.error({ code: error.code, error: error.message }, 'ingest failed');
    process.exit(3);
  });
}

if (settings.cuts) cutSockets(settings.cuts, createDice(settings.cuts.seed), () => say('cut'));
// Not awaited here: the bundle is no module.
void run();
