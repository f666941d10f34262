import type { Target } from '../../../model.ts';
import { interpolate, type Scope } from './interpolate.ts';
import { expandMacros } from './macros.ts';

/** The address that a target asks for; parameters that come out empty are left away. */
export function requestUrl(target: Target, scope: Scope): string {
  const rangeMs = Number(scope.__range_ms);
  const [path, written = ''] = expandMacros(
    interpolate(target.url, scope, encodeURIComponent),
    rangeMs,
  ).split('?');
  const query = new URLSearchParams();
  for (const { key, value } of target.url_options.params) {
    const filled = expandMacros(interpolate(value, scope), rangeMs);
    if (filled !== '') query.append(key, filled);
  }
  for (const [key, value] of new URLSearchParams(written)) query.append(key, value);
  const text = query.toString();
  return text ? `${path}?${text}` : path!;
}
