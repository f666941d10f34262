import type { FieldSettings } from '../../../model.ts';

/** What a colour says, so that it can be said without colour too. */
export type Severity = 'none' | 'good' | 'warn' | 'bad';

export interface Level {
  /** Name of a colour of the theme. */
  readonly color: string;
  readonly severity: Severity;
}

const severities: Readonly<Record<string, Severity>> = {
  green: 'good',
  yellow: 'warn',
  orange: 'warn',
  red: 'bad',
};

export const levelOfColor = (color: string): Level => ({ color, severity: severities[color] ?? 'none' });

/** What the panel says of a text of a closed list: other words for it, and a colour. */
export function wordOf(value: string, { mappings }: FieldSettings): { text: string; level: Level | null } {
  const word = mappings?.map(({ options }) => options[value]).find(Boolean);
  return { text: word?.text ?? value, level: word?.color ? levelOfColor(word.color) : null };
}

/** The step of the thresholds that a value stands on; null for no value or no thresholds. */
export function levelOf(value: number | null, settings: FieldSettings): Level | null {
  if (value === null || !settings.thresholds) return null;
  let color: string | undefined;
  for (const step of settings.thresholds.steps) {
    if (step.value === null || value >= step.value) color = step.color;
  }
  return color === undefined ? null : levelOfColor(color);
}
