import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Service } from '../audit/act.ts';
import type { Audit } from '../audit/audit.ts';
import { startAudit } from '../audit/start.ts';
import { startRegistration } from '../lib/avro/registration.ts';
import { type Environment, readEnvironment } from '../lib/config/environment.ts';
import { endpointsOf } from '../lib/connections.ts';
import type { ReadinessCheck } from '../lib/http/operations.ts';
import { createLifecycle, type Lifecycle } from '../lib/lifecycle.ts';
import { createLog, type Log } from '../lib/log.ts';
import type { RoleContext } from '../lib/role.ts';
import type { Terminal } from '../lib/terminal.ts';
import { failureText } from './failure.ts';
import { startOperations } from './operations-server.ts';

const STOP_MS = 10_000;

/** What a command that runs until a signal has to work with. */
interface Running {
  environment: Environment;
  log: Log;
  lifecycle: Lifecycle;
  /** Aborted by Ctrl-C and SIGTERM. */
  signal: AbortSignal;
}

/**
 * Runs until a signal, or until what `run` gives rejects; then stops everything in order. Why it ends by itself is said
 * on stderr before that, and the exit code is 1: parts that wait for what has ended do not stop in time.
 */
export async function serve(
  terminal: Terminal,
  level: string,
  run: (running: Running) => Promise<{ failed: Promise<never> } | undefined>,
): Promise<void> {
  const environment = readEnvironment(process.env);
  const log = createLog({ level: environment.LOG_LEVEL ?? level, pretty: process.stdout.isTTY });
  let failStart: (error: unknown) => void = () => {};
  const failedStart = new Promise<never>((_, reject) => {
    failStart = reject;
  });
  failedStart.catch(() => {});
  const lifecycle = createLifecycle(
    (error) => log.warn({ error: (error as Error).message }, 'a part did not stop cleanly'),
    failStart,
  );
  const stopping = new AbortController();
  const signalled = new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      process.on(name, () => {
        // A second one means now.
        if (stopping.signal.aborted) process.exit(130);
        stopping.abort();
        resolve();
      });
    }
  });
  try {
    const started = run({ environment, log, lifecycle, signal: stopping.signal });
    const forever = started.then((running) => running?.failed ?? new Promise<never>(() => {}));
    await Promise.race([signalled, forever, failedStart]);
  } catch (error) {
    process.stderr.write(`${failureText(error)}\n`);
    process.exitCode = 1;
  } finally {
    if (stopping.signal.aborted) terminal.say('Stopping ...');
    setTimeout(() => process.exit(1), STOP_MS).unref();
    await lifecycle.stop();
  }
}

type StartRole = (context: RoleContext, metrics: Registry) => Promise<unknown>;

/** One role against the servers that the environment names. */
export async function serveRole(terminal: Terminal, start: StartRole): Promise<void> {
  await serve(terminal, 'info', async ({ environment, log, lifecycle }) => {
    const metrics = new Registry();
    collectDefaultMetrics({ register: metrics });
    const context = { environment, endpoints: endpointsOf(environment), lifecycle, log };
    await startRegistration(context);
    const started = await start(context, metrics);
    log.info('started');
    return canFail(started) ? started : undefined;
  });
}

type StartQuietRole = (
  context: RoleContext,
  metrics: Registry,
  settings: { audit: Audit },
) => Promise<unknown>;

/** The same for a role that answers nobody: how it is can be asked on OPERATIONS_PORT. One audit log serves both. */
export function serveQuietRole(terminal: Terminal, service: Service, start: StartQuietRole): Promise<void> {
  return serveRole(terminal, async (context, metrics) => {
    const checks: Record<string, ReadinessCheck> = { started: async () => false };
    const audit = await startAudit(context, service, metrics);
    await startOperations(context, { checks, metrics, audit });
    const started = await start(context, metrics, { audit });
    checks.started = async () => true;
    if (canWait(started)) checks.servers = async () => started.waitingFor().length === 0;
    return started;
  });
}

/** Whether a role tells when it cannot go on. */
function canFail(role: unknown): role is { failed: Promise<never> } {
  return typeof role === 'object' && role !== null && 'failed' in role;
}

/** Whether a role tells what it waits for. */
function canWait(role: unknown): role is { waitingFor(): readonly unknown[] } {
  return typeof role === 'object' && role !== null && 'waitingFor' in role;
}
