import type { Dashboard } from '../model.ts';
import { agent } from './agent.ts';
import { agents } from './agents.ts';
import { backlog } from './backlog.ts';
import { channels } from './channels.ts';
import { compare } from './compare.ts';
import { complaints } from './complaints.ts';
import { live } from './live.ts';
import { pipeline } from './pipeline.ts';
import { plan } from './plan.ts';
import { responses } from './responses.ts';
import { satisfaction } from './satisfaction.ts';
import { sla } from './sla.ts';
import { team } from './team.ts';
import { today } from './today.ts';
import { words } from './words.ts';

/** All dashboards, in the order in which they are offered. */
export const dashboards: readonly Dashboard[] = [
  live,
  sla,
  responses,
  backlog,
  channels,
  satisfaction,
  complaints,
  words,
  agents,
  team,
  agent,
  compare,
  today,
  plan,
  pipeline,
];

/** The text of a dashboard's file. */
export const toJson = (dashboard: Dashboard): string => `${JSON.stringify(dashboard, null, 2)}\n`;
