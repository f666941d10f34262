/** What of the address is not the dashboard itself, under the names that Grafana gives it. */
export interface View {
  readonly uid: string;
  /** The path of a page that is no dashboard, such as `/goals`; it has its `uid` for nothing. */
  readonly page?: string | undefined;
  /** Absent: the dashboard's own. `now-6h`, `now/d`, or UTC ms as text. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** `browser`, `utc` or an IANA name. */
  readonly timezone?: string | undefined;
  /** `10s`, or `off`. */
  readonly refresh?: string | undefined;
  readonly theme?: string | undefined;
  readonly lang?: string | undefined;
  /** The figure that is looked behind: parameters of the list of conversations. */
  readonly drill?: string | undefined;
  /** The forecast that is looked behind: see `daysParameters`. */
  readonly days?: string | undefined;
  /** Id of the conversation that is shown. */
  readonly conversation?: string | undefined;
  readonly kiosk: boolean;
  /** The panel that fills the page. */
  readonly viewPanel?: number | undefined;
  /** Chosen values of variables; a variable that is not here has the dashboard's default. */
  readonly variables: Readonly<Record<string, readonly string[]>>;
}

const texts = [
  'from',
  'to',
  'timezone',
  'refresh',
  'theme',
  'lang',
  'drill',
  'days',
  'conversation',
] as const;
const variablePrefix = 'var-';

/** Reads the view out of an address; without `/d/<uid>` the given dashboard. */
export function readView(url: URL, defaultUid: string): View {
  const query = url.searchParams;
  const variables: Record<string, string[]> = {};
  for (const [key, value] of query) {
    if (!key.startsWith(variablePrefix)) continue;
    const name = key.slice(variablePrefix.length);
    variables[name] = [...(variables[name] ?? []), value];
  }
  const page = /^\/(?:audit|goals|review|rounds(?:\/[^/]+)?)$/.exec(url.pathname)?.[0];
  const panel = Number(query.get('viewPanel'));
  return {
    uid: decoded(/^\/d\/([^/]+)/.exec(url.pathname)?.[1] ?? defaultUid),
    ...Object.fromEntries(texts.flatMap((name) => (query.get(name) ? [[name, query.get(name)!]] : []))),
    ...(page === undefined ? {} : { page }),
    kiosk: query.has('kiosk'),
    ...(Number.isInteger(panel) && panel > 0 ? { viewPanel: panel } : {}),
    variables,
  };
}

/** A part of a path, decoded; one that is encoded wrongly as it stands, which names no dashboard. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a view. */
export function writeView(view: View): string {
  const query = new URLSearchParams();
  for (const name of texts) if (view[name]) query.set(name, view[name]);
  for (const [name, values] of Object.entries(view.variables)) {
    for (const value of values) query.append(`${variablePrefix}${name}`, value);
  }
  if (view.viewPanel) query.set('viewPanel', String(view.viewPanel));
  if (view.kiosk) query.set('kiosk', '');
  const text = query.toString();
  return `${view.page ?? `/d/${encodeURIComponent(view.uid)}`}${text ? `?${text}` : ''}`;
}
