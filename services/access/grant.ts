import { z } from 'zod';
import { type Principal, ROLES, type Role } from './principal.ts';

const names = z.array(z.string().min(1).max(200)).min(1).optional();

/** Roles that see some teams or queues only, if these are named. */
const NARROWABLE: readonly Role[] = ['supervisor', 'planner', 'wallboard'];

/** What a key or a token allows: in the file of keys, and in the claim `linewatch` of a token. */
export const grantFields = {
  role: z.enum(ROLES),
  teams: names,
  queues: names,
  agent: z.string().min(1).max(200).optional(),
};
type Grant = z.output<z.ZodObject<typeof grantFields>>;

/** A limit that is not kept would be worse than none: each stands only where it means something. */
export function checkGrant({ role, teams, queues, agent }: Grant, context: z.RefinementCtx): void {
  const fault = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (role === 'agent' && agent === undefined) fault('agent', 'must say which agent this is');
  if (role !== 'agent' && agent !== undefined) fault('agent', 'is for the role agent only');
  if (role === 'supervisor' && teams === undefined && queues === undefined) {
    fault('teams', 'or queues must say what this supervisor supervises');
  }
  if (NARROWABLE.includes(role)) return;
  for (const [path, value] of Object.entries({ teams, queues })) {
    if (value !== undefined) fault(path, `is not for the role ${role}, which it would not narrow`);
  }
}

export function principalOf(name: string, { role, teams, queues, agent }: Grant): Principal {
  return {
    name,
    role,
    scope: {
      ...(teams ? { team: teams } : {}),
      ...(queues ? { queue: queues } : {}),
      ...(agent ? { agent: [agent] } : {}),
    },
  };
}
