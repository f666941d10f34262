import type { Target } from '../../../model.ts';
import { interpolate, type Scope } from './interpolate.ts';

/** The address that a target asks for; parameters that come out empty are left away (no filter). */
export function requestUrl(target: Target, scope: Scope): string {
  const query = new URLSearchParams();
  for (const { key, value } of target.url_options.params) {
    const filled = interpolate(value, scope);
    if (filled !== '') query.append(key, filled);
  }
  const text = query.toString();
  const path = interpolate(target.url, scope);
  return text ? `${path}?${text}` : path;
}
