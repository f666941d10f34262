/** The command line. Each command is loaded when it is asked for. */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { startOperations } from './commands/operations-server.ts';
import { startRegistration } from './lib/avro/registration.ts';
import { type Environment, readEnvironment } from './lib/config/environment.ts';
import { endpointsOf } from './lib/connections.ts';
import { LinewatchError } from './lib/errors.ts';
import type { ReadinessCheck } from './lib/http/operations.ts';
import { createLifecycle, type Lifecycle } from './lib/lifecycle.ts';
import { createLog, type Log } from './lib/log.ts';
import type { RoleContext } from './lib/role.ts';
import { createTerminal } from './lib/terminal.ts';

const STOP_MS = 10_000;
const terminal = createTerminal(process.stdout);

interface Running {
  environment: Environment;
  log: Log;
  lifecycle: Lifecycle;
  /** Aborted by Ctrl-C and SIGTERM. */
  signal: AbortSignal;
}

/** Runs until a signal, or until what `run` gives rejects; then stops everything in order. */
async function serve(
  level: string,
  run: (running: Running) => Promise<{ failed: Promise<never> } | undefined>,
): Promise<void> {
  const environment = readEnvironment(process.env);
  const log = createLog({ level: environment.LOG_LEVEL ?? level, pretty: process.stdout.isTTY });
  const lifecycle = createLifecycle((error) =>
    log.warn({ error: (error as Error).message }, 'a part did not stop cleanly'),
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
    await Promise.race([signalled, forever]);
  } finally {
    if (stopping.signal.aborted) terminal.say('Stopping ...');
    setTimeout(() => process.exit(1), STOP_MS).unref();
    await lifecycle.stop();
  }
}

type StartRole = (context: RoleContext, metrics: Registry) => Promise<unknown>;

/** One role against the servers that the environment names. */
async function serveRole(start: StartRole): Promise<void> {
  await serve('info', async ({ environment, log, lifecycle }) => {
    const metrics = new Registry();
    collectDefaultMetrics({ register: metrics });
    const context = { environment, endpoints: endpointsOf(environment), lifecycle, log };
    await startRegistration(context);
    const started = await start(context, metrics);
    log.info('started');
    return canFail(started) ? started : undefined;
  });
}

/** The same for a role that answers nobody: how it is can be asked on OPERATIONS_PORT. */
function serveQuietRole(start: StartRole): Promise<void> {
  return serveRole(async (context, metrics) => {
    const checks: Record<string, ReadinessCheck> = { started: async () => false };
    await startOperations(context, { checks, metrics });
    const started = await start(context, metrics);
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

function integer(min: number, max: number) {
  return (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

function instant(text: string): number {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw new InvalidArgumentError('It must be a time such as 2026-01-31T12:00:00Z.');
}

const program = new Command('linewatch')
  .description('Real-time analytics for contact centers')
  .exitOverride()
  .showHelpAfterError('(--help says more)');

program
  .command('start')
  .description('everything on this machine, with embedded servers and a simulated contact center')
  .option('--no-simulator', 'no made-up traffic: for your own events')
  .option('--seed <number>', 'another simulated history', integer(0, 2 ** 31 - 1), 1)
  .option('--history-days <days>', 'simulated history at the first start', integer(0, 366), 14)
  .option('--history-end <time>', 'end of the simulated history at the first start (default: now)', instant)
  .action(async (options) => {
    const { startAll } = await import('./start/main.ts');
    await serve('warn', (running) =>
      startAll(running.environment, { historyEnd: Date.now(), ...options }, { ...running, terminal }),
    );
  });

program
  .command('ingest')
  .description('Kafka to ClickHouse')
  .action(async () => serveQuietRole((await import('./ingest/main.ts')).startIngest));

program
  .command('query')
  .description('the API and the dashboards')
  .action(async () => serveRole((await import('./query/main.ts')).startQuery));

program
  .command('collector')
  .description('events over HTTP, and the webhooks of help desks, to Kafka')
  .action(async () => serveRole((await import('./collector/main.ts')).startCollector));

program
  .command('alerting')
  .description('alerts to their channels; one of several leads, the others stand by')
  .action(async () => serveQuietRole((await import('./alerting/main.ts')).startAlerting));

program
  .command('simulate')
  .description('a simulated contact center against real servers; goes on where it stopped')
  .option('--seed <number>', 'another simulated history', integer(0, 2 ** 31 - 1), 1)
  .option('--history-days <days>', 'simulated history at the first start', integer(0, 366), 14)
  .option('--state <file>', 'how far it has come (default: simulator.json in DATA_DIR)')
  .action(async ({ seed, historyDays, state }) => {
    const { progressLine, startSimulator } = await import('./simulator/main.ts');
    await serve('info', async ({ environment, log, lifecycle }) => {
      const context = { environment, endpoints: endpointsOf(environment), lifecycle, log };
      await startRegistration(context);
      const { done } = await startSimulator(context, {
        seed,
        historyDays,
        historyEnd: Date.now(),
        stateFile: state ?? `${environment.DATA_DIR}/simulator.json`,
        onProgress: (progress) => terminal.progress(progressLine(progress)),
      });
      log.info('started');
      return { failed: done.then(() => new Promise<never>(() => {})) };
    });
  });

program
  .command('migrate')
  .description('bring the database to the newest version, and register the schemas')
  .action(async () => {
    const { migrateDatabase } = await import('./migrate/main.ts');
    await migrateDatabase(readEnvironment(process.env), terminal);
  });

program
  .command('check-config')
  .description('check the environment and the reference data')
  .action(async () => {
    const { checkConfig } = await import('./check-config/main.ts');
    checkConfig(process.env, terminal);
  });

program
  .command('make-key')
  .description('a key for the HTTP services, and the lines of ACCESS_CONFIG that let it in')
  .requiredOption('--name <name>', 'whose it is')
  .requiredOption(
    '--role <role>',
    'admin, manager, supervisor, planner, agent, wallboard, monitor or producer',
  )
  .option('--team <names...>', 'only these teams', [])
  .option('--queue <names...>', 'only these queues', [])
  .option('--agent <id>', 'the agent, for the role agent')
  .action(async ({ team: teams, queue: queues, ...options }) => {
    const { showNewKey } = await import('./make-key/main.ts');
    showNewKey({ ...options, teams, queues }, terminal);
  });

program
  .command('import')
  .description('turn a CSV export into events with their own times')
  .argument('<file>', 'the CSV file')
  .requiredOption('--mapping <file>', 'how its columns become events; see docs/import.md')
  .option('--rate <events>', 'events a second', integer(1, 1_000_000))
  .option('--dry-run', 'check all, send nothing')
  .option('--strict', 'exit with 1 if any row is faulty')
  .option('--rejected <file>', 'where faulty rows are written')
  .action(async (file: string, options) => {
    const { importFile } = await import('./import/main.ts');
    process.exitCode = await importFile(readEnvironment(process.env), file, options);
  });

program
  .command('verify')
  .description('measure everything anew from the raw events and compare it with what is stored')
  .option('--repair', 'rewrite the conversations that differ', false)
  .option('--no-log', 'do not look up every record that Kafka still has')
  .action(async (options) => {
    const { verify } = await import('./verify/main.ts');
    process.exitCode = await verify(readEnvironment(process.env), options, terminal);
  });

const deadLetters = program.command('dead-letters').description('records that could not be processed');

deadLetters
  .command('list')
  .description('one line a record, and how many of each reason; values are not shown')
  .option('--reason <codes...>', 'only these reasons', [])
  .option('--topic <names...>', 'only from these topics', [])
  .option('--from <time>', 'only those given up from this time on', instant, null)
  .option('--to <time>', 'only those given up before this time', instant, null)
  .option('--limit <records>', 'most records shown', integer(0, 1_000_000), 100)
  .action(async ({ reason: reasons, topic: topics, ...options }) => {
    const { listDeadLetters } = await import('./dead-letters/main.ts');
    process.exitCode = await listDeadLetters(
      readEnvironment(process.env),
      { ...options, reasons, topics },
      terminal,
    );
  });

deadLetters
  .command('show')
  .description('everything of one record, its value too')
  .argument('<origin>', '<topic>/<partition>/<offset>, as the list has it')
  .action(async (origin: string) => {
    const { showDeadLetter } = await import('./dead-letters/main.ts');
    process.exitCode = await showDeadLetter(readEnvironment(process.env), origin, terminal);
  });

deadLetters
  .command('replay')
  .description('put records back where they came from; an event that is stored already counts no second time')
  .option('--reason <codes...>', 'only these reasons', [])
  .option('--topic <names...>', 'only from these topics', [])
  .option('--from <time>', 'only those given up from this time on', instant, null)
  .option('--to <time>', 'only those given up before this time', instant, null)
  .option('--rate <records>', 'records a second', integer(1, 1_000_000), 500)
  .option('--dry-run', 'say which, and do nothing', false)
  .action(async ({ reason: reasons, topic: topics, ...options }) => {
    const { replayDeadLetters } = await import('./dead-letters/main.ts');
    process.exitCode = await replayDeadLetters(
      readEnvironment(process.env),
      { ...options, reasons, topics },
      terminal,
    );
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else if (error instanceof LinewatchError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } else throw error;
}
// kafkajs goes on trying to connect to brokers that are away; what had to be stopped has been.
process.exit();
