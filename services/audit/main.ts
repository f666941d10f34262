import { connectClickHouse } from '../lib/connections.ts';
import type { ServerContext } from '../lib/role.ts';
import type { Terminal } from '../lib/terminal.ts';
import { checkChains } from './check.ts';

const MAX_TOLD = 20;

/** `linewatch audit check`: whether what is stored of the audit log hangs together; gives the exit code. */
export async function checkAudit(
  { environment, endpoints }: ServerContext,
  terminal: Terminal,
): Promise<number> {
  const clickhouse = connectClickHouse(environment, endpoints);
  try {
    const { entries, chains, faults } = await checkChains(clickhouse, (done) =>
      terminal.progress(`${done.toLocaleString('en')} entries`),
    );
    for (const { chain, seq, fault } of faults.slice(0, MAX_TOLD)) terminal.say(`${chain} ${seq}: ${fault}`);
    if (faults.length > MAX_TOLD) terminal.say(`and ${faults.length - MAX_TOLD} more`);
    terminal.say(
      `${entries.toLocaleString('en')} entries of ${chains.toLocaleString('en')} processes, ${faults.length} faults.`,
    );
    return faults.length > 0 ? 1 : 0;
  } finally {
    await clickhouse.close();
  }
}
