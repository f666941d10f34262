/** Alerting in a process of its own, with the settings of a test. Tells whether it leads. */
import { Registry } from 'prom-client';
import { type AlertingSettings, startAlerting } from '../../services/alerting/main.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { endpointsOf } from '../../services/lib/connections.ts';
import { createLifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';

export interface AlertingProcessSettings extends AlertingSettings {
  environment: Record<string, string>;
}

const WATCH_MS = 20;

const { environment: variables, ...settings } = JSON.parse(process.argv[2]!) as AlertingProcessSettings;
// The harness is gone: nobody would end this process.
process.on('disconnect', () => process.exit(0));

// A promise, as the bundle is one that cannot wait at its top.
void run();

async function run(): Promise<void> {
  const environment = readEnvironment(variables);
  const metrics = new Registry();
  await startAlerting(
    {
      environment,
      endpoints: endpointsOf(environment),
      lifecycle: createLifecycle(() => {}),
      log: createLog({ level: process.env.FAULTS_LOG_LEVEL ?? 'error' }),
    },
    metrics,
    settings,
  );
  let leads = false;
  setInterval(async () => {
    const metric = await metrics.getSingleMetric('linewatch_alerting_leading')!.get();
    const now = metric.values[0]?.value === 1;
    if (now !== leads) process.send!({ leads: now });
    leads = now;
  }, WATCH_MS);
}
