import { userInfo } from 'node:os';
import { Registry } from 'prom-client';
import type { What } from '../audit/act.ts';
import { startAudit } from '../audit/start.ts';
import { codeOf } from '../lib/errors.ts';
import { createLifecycle } from '../lib/lifecycle.ts';
import { createLog } from '../lib/log.ts';
import type { ServerContext } from '../lib/role.ts';
import type { Terminal } from '../lib/terminal.ts';

/** What a command does, for the audit log. */
export interface CommandAct {
  what: What;
  /** Of a record that is shown, or a key that is made. */
  subject?: { kind: 'record' | 'key'; id: string };
}

/**
 * Runs a command that is noted in the audit log, before and after. Where that cannot be written it says so and goes on, or
 * with AUDIT_REQUIRED rejects with `AUDIT_UNAVAILABLE` before anything is done.
 */
export async function audited(
  servers: ServerContext,
  { what, subject }: CommandAct,
  terminal: Pick<Terminal, 'say'>,
  run: () => Promise<number>,
): Promise<number> {
  const log = createLog({ level: servers.environment.LOG_LEVEL ?? 'fatal' });
  const lifecycle = createLifecycle(() => {});
  const audit = await startAudit({ ...servers, lifecycle, log }, 'command', new Registry());
  const act = {
    what,
    who: accountOf(),
    role: '',
    ...(subject ? { subjects: { kind: subject.kind, ids: [subject.id] } } : {}),
  };
  let isTold = false;
  const sure = async (outcome: 'begun' | 'done' | 'failed', detail = '') => {
    // Once is enough, and to wait in vain a second time is of no use.
    if (isTold) return;
    try {
      await audit.sure({ ...act, outcome, detail });
    } catch (error) {
      if (audit.required && outcome === 'begun') throw error;
      isTold = true;
      terminal.say(`This is not in the audit log: ${codeOf(error)}`);
    }
  };
  try {
    await sure('begun');
    const code = await run().catch(async (error) => {
      await sure('failed', codeOf(error));
      throw error;
    });
    await sure(code === 0 ? 'done' : 'failed', `exit ${code}`);
    return code;
  } finally {
    await lifecycle.stop();
  }
}

/** The account that runs this process; its number where it has no name, as in containers. */
function accountOf(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? ''}`;
  }
}
