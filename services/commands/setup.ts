import type { Command } from 'commander';
import { readEnvironment } from '../lib/config/environment.ts';
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
      showNewKey({ ...options, teams, queues }, terminal);
    });
}
