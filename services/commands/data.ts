import { type Command, Option } from 'commander';
import { readEnvironment } from '../lib/config/environment.ts';
import { endpointsOf } from '../lib/connections.ts';
import type { ServerContext } from '../lib/role.ts';
import type { Terminal } from '../lib/terminal.ts';
import { SYSTEMS } from '../sources/source.ts';
import { instant, integer, zone } from './arguments.ts';
import { audited, type CommandAct } from './audited.ts';
import type { WithServersOptions } from './with-servers.ts';

/** The commands that bring events in, check what is stored, and see to what could not be processed. */
export function addDataCommands(program: Command, terminal: Terminal): void {
  /** Runs against servers that run, or else those of the data folder, started for it. */
  async function command(
    options: Omit<WithServersOptions, 'terminal'>,
    run: (servers: ServerContext) => Promise<number>,
    act?: CommandAct,
  ): Promise<void> {
    const { withServers } = await import('./with-servers.ts');
    const noted =
      act === undefined
        ? run
        : (servers: ServerContext) => audited(servers, act, terminal, () => run(servers));
    process.exitCode = await withServers(readEnvironment(process.env), { ...options, terminal }, noted);
  }

  program
    .command('import')
    .description(
      'turn a CSV export, or what a contact system wrote, into events with their own times; where nothing runs on DATA_DIR, its servers are started, and stopped once all is stored',
    )
    .argument('<file>', 'the file; of a contact system plain or compressed by gzip')
    .option('--mapping <file>', 'how its columns become events; see docs/import.md')
    .addOption(
      new Option(
        '--format <name>',
        'what needs no mapping: a schedule, or the system whose records these are',
      )
        .choices(['schedule', ...SYSTEMS])
        .conflicts('mapping'),
    )
    .option('--zone <zone>', 'with --format: the zone of times without an offset', zone)
    .option('--rate <events>', 'events a second', integer(1, 1_000_000))
    .option('--dry-run', 'check all, send nothing')
    .option('--strict', 'exit with 1 if any row or record is faulty')
    .option('--rejected <file>', 'where faulty rows or records are written')
    .action(async (file: string, options, invoked: Command) => {
      if (options.mapping === undefined && options.format === undefined)
        invoked.error("error: one of '--mapping <file>' and '--format <name>' is needed");
      if (options.zone !== undefined && options.format === undefined)
        invoked.error("error: '--zone' goes with '--format <name>'; a mapping has its own");
      const { importFile } = await import('../import/main.ts');
      if (options.dryRun) {
        const environment = readEnvironment(process.env);
        process.exitCode = await importFile(
          { environment, endpoints: endpointsOf(environment) },
          file,
          options,
        );
      } else await command({ produces: true }, (servers) => importFile(servers, file, options));
    });

  program
    .command('verify')
    .description(
      'measure everything anew from the raw events and compare it with what is stored; where nothing runs on DATA_DIR, its servers are started for it',
    )
    .option('--repair', 'rewrite the conversations that differ', false)
    .option('--no-log', 'do not look up every record that Kafka still has')
    .action(async (options) => {
      const { verify } = await import('../verify/main.ts');
      const act = options.repair ? ({ what: 'verify.repaired' } as const) : undefined;
      await command({}, (servers) => verify(servers, options, terminal), act);
    });

  const rollups = program
    .command('rollups')
    .description(
      'facts summed up by the hour, from which long ranges are answered; where nothing runs on DATA_DIR, its servers are started for it',
    );

  rollups
    .command('build')
    .description('roll up what is stored and is not yet; ingest does it too, beside its work')
    .action(async () => {
      const { buildRollups } = await import('../rollups/main.ts');
      await command({}, (servers) => buildRollups(servers, terminal), { what: 'rollups.built' });
    });

  rollups
    .command('check')
    .description('sum facts up anew and compare; exit code 1 where something differs')
    .option(
      '--sample <hours>',
      'only so many hours of each kind of fact, from a random one on',
      integer(1, 1_000_000),
    )
    .action(async (options) => {
      const { checkRolledUp } = await import('../rollups/main.ts');
      await command({}, (servers) => checkRolledUp(servers, options, terminal));
    });

  const deadLetters = program
    .command('dead-letters')
    .description(
      'records that could not be processed; where nothing runs on DATA_DIR, its servers are started for it',
    );

  deadLetters
    .command('list')
    .description('one line a record, and how many of each reason; values are not shown')
    .option('--reason <codes...>', 'only these reasons', [])
    .option('--topic <names...>', 'only from these topics', [])
    .option('--from <time>', 'only those given up from this time on', instant, null)
    .option('--to <time>', 'only those given up before this time', instant, null)
    .option('--limit <records>', 'most records shown', integer(0, 1_000_000), 100)
    .action(async ({ reason: reasons, topic: topics, ...options }) => {
      const { listDeadLetters } = await import('../dead-letters/main.ts');
      await command({}, (servers) => listDeadLetters(servers, { ...options, reasons, topics }, terminal));
    });

  deadLetters
    .command('show')
    .description('everything of one record, its value too')
    .argument('<origin>', '<topic>/<partition>/<offset>, as the list has it')
    .action(async (origin: string) => {
      const { showDeadLetter } = await import('../dead-letters/main.ts');
      const subject = { kind: 'record', id: origin } as const;
      const act = { what: 'dead-letter.shown', subject } as const;
      await command({}, (servers) => showDeadLetter(servers, origin, terminal), act);
    });

  deadLetters
    .command('replay')
    .description(
      'put records back where they came from; an event that is stored already counts no second time',
    )
    .option('--reason <codes...>', 'only these reasons', [])
    .option('--topic <names...>', 'only from these topics', [])
    .option('--from <time>', 'only those given up from this time on', instant, null)
    .option('--to <time>', 'only those given up before this time', instant, null)
    .option('--rate <records>', 'records a second', integer(1, 1_000_000), 500)
    .option('--dry-run', 'say which, and do nothing', false)
    .action(async ({ reason: reasons, topic: topics, ...options }) => {
      const { replayDeadLetters } = await import('../dead-letters/main.ts');
      await command(
        { produces: !options.dryRun },
        (servers) => replayDeadLetters(servers, { ...options, reasons, topics }, terminal),
        options.dryRun ? undefined : { what: 'dead-letters.replayed' },
      );
    });

  program
    .command('audit')
    .description('who did what when, and saw which conversation: GET /api/v1/audit shows it')
    .command('check')
    .description('whether entries were altered or taken away; exit code 1 where something is wrong')
    .action(async () => {
      const { checkAudit } = await import('../audit/main.ts');
      await command({}, (servers) => checkAudit(servers, terminal));
    });
}
