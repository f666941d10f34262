import type { Target } from '../../../model.ts';
import { interpolate, type Scope } from './interpolate.ts';
import { expandMacros } from './macros.ts';

/** The address that a target asks for; parameters that come out empty are left away. */
export function requestUrl(target: Target, scope: Scope): string {
  const rangeMs = Number(scope.__range_ms);
  const [path, written = ''] = interpolate(target.url, scope).split('?');
  const parameters = target.url_options.params.map(
    ({ key, value }) => [key, expandMacros(interpolate(value, scope), rangeMs)] as const,
  );
  const query = new URLSearchParams();
  for (const [key, value] of [...parameters, ...new URLSearchParams(written)]) {
    if (value !== '') query.append(key, value);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path!;
}
