import { createHash } from 'node:crypto';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { NO_AUDIT } from '../audit/audit.ts';
import { startAudit } from '../audit/start.ts';
import { startRegistration } from '../lib/avro/registration.ts';
import { endpointsOf } from '../lib/connections.ts';
import type { ReadinessCheck } from '../lib/http/operations.ts';
import type { Terminal } from '../lib/terminal.ts';
import { startOperations } from './operations-server.ts';
import { serve } from './serve.ts';

/** Characters that tell state files of different files apart. */
const NAME_CHARS = 8;

/** The command that sends what a system writes into a file of its own, as it is written. */
export function addFollowCommand(program: Command, terminal: Terminal): void {
  program
    .command('follow')
    .description(
      'send what a system writes into a file, as it is written, through rotations and restarts; see docs/sources',
    )
    .argument('<system>', 'asterisk')
    .addOption(
      new Option(
        '--queue-log <file>',
        'what Asterisk writes, such as /var/log/asterisk/queue_log',
      ).makeOptionMandatory(),
    )
    .option('--from-start', 'at the first start: all that the file has, not only what comes')
    .option('--state <file>', 'where it is kept how far it has come (default: a file in DATA_DIR)')
    .action(async (system: string, { queueLog: file, fromStart = false, state }, invoked: Command) => {
      if (system !== 'asterisk')
        invoked.error(`error: '${system}' writes no file that can be followed: asterisk`);
      const { startFollow } = await import('../follow/main.ts');
      const { asterisk: source } = await import('../sources/asterisk/index.ts');
      await serve(terminal, 'info', async ({ environment, log, lifecycle }) => {
        const metrics = new Registry();
        collectDefaultMetrics({ register: metrics });
        const context = { environment, endpoints: endpointsOf(environment), lifecycle, log };
        const checks: Record<string, ReadinessCheck> = { started: async () => false };
        // Where the switch runs nobody needs to reach the database.
        const audit =
          environment.OPERATIONS_PORT === undefined ? NO_AUDIT : await startAudit(context, 'follow', metrics);
        await startOperations(context, { checks, metrics, audit, needsClickHouse: false });
        await startRegistration(context);
        const stateFile = state ?? stateFileOf(environment.DATA_DIR, system, file);
        const following = await startFollow(context, metrics, { source, file, fromStart, stateFile });
        checks.started = async () => true;
        checks.servers = async () => following.waitingFor().length === 0;
        log.info({ file, state: stateFile }, 'started');
        return following;
      });
    });
}

/** Two files that are followed at once have a state each. */
function stateFileOf(dataDir: string, system: string, file: string): string {
  const name = createHash('sha256').update(path.resolve(file)).digest('hex').slice(0, NAME_CHARS);
  return path.join(dataDir, `follow-${system}-${name}.json`);
}
