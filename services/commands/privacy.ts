import { type Command, Option } from 'commander';
import { readEnvironment } from '../lib/config/environment.ts';
import type { Terminal } from '../lib/terminal.ts';
import { audited } from './audited.ts';

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
      const { idsOf } = await import('../privacy/customer-hash.ts');
      const { withServers } = await import('./with-servers.ts');
      const environment = readEnvironment(process.env);
      const known = customer === undefined ? [] : idsOf(environment, customer).slice(1);
      const options = {
        subject: customer === undefined ? ('conversation' as const) : ('customer' as const),
        ids: [id, ...known.map((one) => one.id)] as const,
        openToo,
        ...(certificate === undefined ? {} : { certificate }),
      };
      process.exitCode = await withServers(environment, { terminal, produces: true }, (servers) =>
        // That it was done, and by whom; the certificate says of what.
        audited(servers, { what: 'customer.forgotten' }, terminal, () => forget(servers, options, terminal)),
      );
    });

  program
    .command('customer-hash')
    .description('every id under which a customer may be stored, by the secrets of the environment')
    .argument('<id>', "the customer's number, address or id, as the system has it")
    .action(async (plain: string) => {
      const { idsOf } = await import('../privacy/customer-hash.ts');
      for (const { id, how } of idsOf(readEnvironment(process.env), plain)) terminal.say(`${id}  ${how}`);
    });

  program
    .command('agent-hash')
    .description('every id under which an agent may be stored, by the secrets of the environment')
    .argument('<id>', "the agent's id, as the configuration and other systems have it")
    .action(async (plain: string) => {
      const { agentIdsOf } = await import('../privacy/agent-hash.ts');
      for (const { id, how } of agentIdsOf(readEnvironment(process.env), plain))
        terminal.say(`${id}  ${how}`);
    });
}

interface ForgetArguments {
  customer?: string;
  conversation?: string;
  openToo: boolean;
  certificate?: string;
}
