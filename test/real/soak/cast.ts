import { type RoleProcess, startRole } from '../../support/role-process.ts';

/** One process of a run, by a name of its own, which comes back with the same settings. */
interface Member {
  command: string[];
  environment: Record<string, string>;
  process: RoleProcess;
}

/** The processes of a run. */
export interface Cast {
  start(name: string, command: string[], environment: Record<string, string>): Promise<void>;
  /** Ends a process by SIGKILL and starts it again; gives the ms until it says that it has started. */
  killAndRestart(name: string): Promise<number>;
  /** Ends all by SIGTERM; gives the exit code or signal of each. */
  stop(): Promise<Record<string, number | string>>;
}

export function createCast(): Cast {
  const members = new Map<string, Member>();

  async function start(name: string, command: string[], environment: Record<string, string>): Promise<void> {
    members.set(name, { command, environment, process: await startRole(command, environment) });
  }

  return {
    start,
    async killAndRestart(name) {
      const { command, environment, process } = members.get(name)!;
      await process.end('SIGKILL');
      const startedAt = performance.now();
      await start(name, command, environment);
      return Math.round(performance.now() - startedAt);
    },
    async stop() {
      const ends = [...members].map(
        async ([name, { process }]) => [name, await process.end('SIGTERM')] as const,
      );
      return Object.fromEntries(await Promise.all(ends));
    },
  };
}
