import { type Command, Option } from 'commander';
import { readEnvironment } from '../lib/config/environment.ts';
import type { Terminal } from '../lib/terminal.ts';

/** The commands for what is kept of people; see docs/privacy.md. */
export function addPrivacyCommands(program: Command, terminal: Terminal): void {
  program
    .command('forget')
    .description(
      'remove a customer or a conversation; figures stay what they were. What was interrupted goes on when it is run again; where nothing runs on DATA_DIR, its servers are started for it',
    )
    .addOption(
      new Option('--customer <id>', 'the customer, with all conversations').conflicts('conversation'),
    )
    .option('--conversation <id>', 'one conversation')
    .option('--open-too', 'also conversations that are not over: they stay open in live figures', false)
    .option('--certificate <file>', 'where it is written, as JSON, what was removed')
    .action(async ({ customer, conversation, openToo, certificate }: ForgetArguments, invoked: Command) => {
      const id = customer ?? conversation;
      if (id === undefined || id === '')
        invoked.error("error: one of '--customer <id>' and '--conversation <id>' is needed");
      const { forget } = await import('../forget/main.ts');
      const { withServers } = await import('./with-servers.ts');
      const subject = customer === undefined ? 'conversation' : 'customer';
      process.exitCode = await withServers(readEnvironment(process.env), { terminal }, (servers) =>
        forget(servers, { subject, id, openToo, ...(certificate ? { certificate } : {}) }, terminal),
      );
    });
}

interface ForgetArguments {
  customer?: string;
  conversation?: string;
  openToo: boolean;
  certificate?: string;
}
