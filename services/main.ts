/** The command line. */
import { Command, CommanderError } from 'commander';
import { addDataCommands } from './commands/data.ts';
import { failureText } from './commands/failure.ts';
import { addFollowCommand } from './commands/follow.ts';
import { addPrivacyCommands } from './commands/privacy.ts';
import { addRoleCommands } from './commands/roles.ts';
import { addSetupCommands } from './commands/setup.ts';
import { createTerminal } from './lib/terminal.ts';

const terminal = createTerminal(process.stdout);

const program = new Command('linewatch')
  .description('Real-time analytics for contact centers')
  .exitOverride()
  .showHelpAfterError('(--help says more)');
addRoleCommands(program, terminal);
addSetupCommands(program, terminal);
addDataCommands(program, terminal);
addFollowCommand(program, terminal);
addPrivacyCommands(program, terminal);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else {
    process.stderr.write(`${failureText(error)}\n`);
    process.exitCode = 1;
  }
}
// kafkajs goes on trying to connect to brokers that are away; what had to be stopped has been.
process.exit();
