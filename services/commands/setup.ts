import type { Command } from 'commander';
import { readEnvironment } from '../lib/config/environment.ts';
import { endpointsOf, namesServers } from '../lib/connections.ts';
import type { Terminal } from '../lib/terminal.ts';

/** The commands that prepare an installation. */
export function addSetupCommands(program: Command, terminal: Terminal): void {
  program
    .command('migrate')
    .description('bring the database to the newest version, and register the schemas')
    .action(async () => {
      const { migrateDatabase } = await import('../migrate/main.ts');
      await migrateDatabase(readEnvironment(process.env), terminal);
    });

  program
    .command('check-config')
    .description('check the environment and the reference data')
    .action(async () => {
      const { checkConfig } = await import('../check-config/main.ts');
      checkConfig(process.env, terminal, Date.now());
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
      const { showNewKey } = await import('../make-key/main.ts');
      const show = async () => {
        showNewKey({ ...options, teams, queues }, terminal);
        return 0;
      };
      const environment = readEnvironment(process.env);
      // Where there are no servers yet, whoever lets the key in notes that.
      if (!namesServers(environment)) await show();
      else {
        const { audited } = await import('./audited.ts');
        const servers = { environment, endpoints: endpointsOf(environment) };
        const subject = { kind: 'key', id: options.name } as const;
        await audited(servers, { what: 'key.made', subject }, terminal, show);
      }
    });
}
