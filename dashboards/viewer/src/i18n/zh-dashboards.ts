import { zhCompare } from './zh-compare.ts';
import { zhComplaints } from './zh-complaints.ts';
import { zhDescriptions } from './zh-descriptions.ts';
import { zhEvaluation } from './zh-evaluation.ts';
import { zhPlanning } from './zh-planning.ts';
import { zhTitles } from './zh-titles.ts';
import { zhWords } from './zh-words.ts';

/** Simplified Chinese for the texts that stand in `dashboards/*.json`, by the English text. */
export const zhDashboards: Readonly<Record<string, string>> = {
  ...zhTitles,
  ...zhDescriptions,
  ...zhPlanning,
  ...zhComplaints,
  ...zhCompare,
  ...zhEvaluation,
  ...zhWords,
};
