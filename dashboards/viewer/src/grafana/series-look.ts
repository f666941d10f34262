import type { FieldSettings } from '../../../model.ts';
import type { Field } from './frame.ts';

const palette = ['blue', 'teal', 'orange', 'purple', 'green', 'pink', 'yellow', 'red'];

/** Name of the theme's colour for a series: its own, or the next of the palette. */
export function seriesColor(settings: FieldSettings, index: number): string {
  // Each of its values has the colour of its threshold.
  if (settings.color?.mode === 'thresholds') return 'text';
  return settings.color?.mode === 'fixed'
    ? (settings.color.fixedColor ?? palette[0]!)
    : palette[index % palette.length]!;
}

/**
 * Title of a series: its display name, in which `${__field.labels.queue}` stands for a label; without one its
 * labels, and without labels the field's name.
 */
export function seriesTitle(
  field: Field,
  settings: FieldSettings,
  titleOf: (dimension: string, value: string) => string,
  translate: (text: string) => string,
): string {
  const labels = Object.entries(field.labels).map(([name, value]) => [name, titleOf(name, value)] as const);
  if (settings.displayName === undefined) {
    return labels.length > 0 ? labels.map(([, title]) => title).join(' · ') : field.name;
  }
  let title = translate(settings.displayName);
  for (const [name, value] of labels) title = title.replace(`\${__field.labels.${name}}`, value);
  return title;
}
