import type { FieldConfig, FieldOverride, FieldSettings } from '../../../model.ts';
import type { Field } from './frame.ts';

/** `/text/` as Grafana writes regular expressions; a plain text stands for itself. */
export function toRegExp(text: string): RegExp {
  const [, source, flags] = /^\/(.*)\/([a-z]*)$/s.exec(text) ?? [];
  return source === undefined ? new RegExp(`^${text}$`) : new RegExp(source, flags);
}

function matches({ matcher }: FieldOverride, name: string): boolean {
  return matcher.id === 'byName' ? matcher.options === name : toRegExp(matcher.options).test(name);
}

function withProperty(settings: FieldSettings, id: string, value: unknown): FieldSettings {
  if (!id.startsWith('custom.')) return { ...settings, [id]: value };
  return { ...settings, custom: { ...settings.custom, [id.slice('custom.'.length)]: value } };
}

/** Whether a field is there for others only. */
export const isUnseen = ({ custom }: FieldSettings): boolean =>
  custom?.hidden === true || (custom?.hideFrom as { viz?: boolean } | undefined)?.viz === true;

/** What holds for one field: the panel's defaults, then the overrides that match, in their order. */
export function settingsOf(config: FieldConfig | undefined, field: Pick<Field, 'name'>): FieldSettings {
  let settings = config?.defaults ?? {};
  for (const rule of config?.overrides ?? []) {
    if (!matches(rule, field.name)) continue;
    for (const { id, value } of rule.properties) settings = withProperty(settings, id, value);
  }
  return settings;
}
