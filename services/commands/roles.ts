import type { Command } from 'commander';
import { startRegistration } from '../lib/avro/registration.ts';
import { endpointsOf } from '../lib/connections.ts';
import type { Terminal } from '../lib/terminal.ts';
import { instant, integer } from './arguments.ts';
import { serve, serveQuietRole, serveRole } from './serve.ts';

/** The commands that run until they are stopped. Each role is loaded when it is asked for. */
export function addRoleCommands(program: Command, terminal: Terminal): void {
  program
    .command('start')
    .description('everything on this machine, with embedded servers and a simulated contact center')
    .option('--no-simulator', 'no made-up traffic: for your own events')
    .option('--seed <number>', 'another simulated history', integer(0, 2 ** 31 - 1), 1)
    .option('--history-days <days>', 'simulated history at the first start', integer(0, 366), 91)
    .option('--history-end <time>', 'end of the simulated history at the first start (default: now)', instant)
    .action(async (options) => {
      const { startAll } = await import('../start/main.ts');
      await serve(terminal, 'warn', (running) =>
        startAll(running.environment, { historyEnd: Date.now(), ...options }, { ...running, terminal }),
      );
    });

  program
    .command('ingest')
    .description('Kafka to ClickHouse')
    .action(async () => serveQuietRole(terminal, 'ingest', (await import('../ingest/main.ts')).startIngest));

  program
    .command('query')
    .description('the API and the dashboards')
    .action(async () => serveRole(terminal, (await import('../query/main.ts')).startQuery));

  program
    .command('collector')
    .description('events over HTTP, and the webhooks of help desks, to Kafka')
    .action(async () => serveRole(terminal, (await import('../collector/main.ts')).startCollector));

  program
    .command('alerting')
    .description('alerts to their channels; one of several leads, the others stand by')
    .action(async () =>
      serveQuietRole(terminal, 'alerting', (await import('../alerting/main.ts')).startAlerting),
    );

  program
    .command('simulate')
    .description('a simulated contact center against real servers; goes on where it stopped')
    .option('--seed <number>', 'another simulated history', integer(0, 2 ** 31 - 1), 1)
    .option('--history-days <days>', 'simulated history at the first start', integer(0, 366), 14)
    .option('--state <file>', 'how far it has come (default: simulator.json in DATA_DIR)')
    .action(async ({ seed, historyDays, state }) => {
      const { progressLine, startSimulator } = await import('../simulator/main.ts');
      await serve(terminal, 'info', async ({ environment, log, lifecycle }) => {
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
}
