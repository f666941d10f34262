import type { Principal } from '../../services/access/principal.ts';
import { OWN } from './center.ts';

/** One of each role, those that can be narrowed also narrowed: to teams, to queues, to an agent. */
export const PEOPLE: readonly Principal[] = [
  { name: 'admin', role: 'admin', scope: {} },
  { name: 'manager', role: 'manager', scope: {} },
  { name: 'planner', role: 'planner', scope: {} },
  { name: 'wallboard', role: 'wallboard', scope: {} },
  { name: 'monitor', role: 'monitor', scope: {} },
  { name: 'producer', role: 'producer', scope: {} },
  { name: 'lead', role: 'supervisor', scope: { team: [`${OWN}-team`, `${OWN}-crew`] } },
  { name: 'floor', role: 'supervisor', scope: { queue: [`${OWN}-billing`] } },
  {
    name: 'both',
    role: 'supervisor',
    scope: { team: [`${OWN}-team`], queue: [`${OWN}-billing`, `${OWN}-care`] },
  },
  { name: 'own-planner', role: 'planner', scope: { team: [`${OWN}-crew`] } },
  { name: 'own-wall', role: 'wallboard', scope: { queue: [`${OWN}-billing`, `${OWN}-care`] } },
  { name: 'agent', role: 'agent', scope: { agent: [`${OWN}-agent-0`] } },
];
