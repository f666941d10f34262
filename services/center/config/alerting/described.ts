import { z } from 'zod';
import { id } from '../fields.ts';
import { httpUrl } from './channels.ts';

/** What every rule has. */
export const described = {
  id,
  /** For people; the id if there is none. */
  title: z.string().max(200).optional(),
  severity: z.enum(['info', 'warning', 'critical']).default('warning'),
  /** The calendar in whose hours it says something; all hours without. */
  during: id.optional(),
  /** Added to the alert's own; routes match by them. */
  labels: z.record(id, z.string().max(200)).default({}),
  /** Where it stands what to do. */
  runbook: httpUrl.optional(),
};
