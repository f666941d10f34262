/** What of a task's attributes is of use. They are the center's own, and full of what is personal. */
export interface Attributes {
  /** The agent called or wrote first. Not so where a program called and the customer then waits (`outbound-api`). */
  isOutbound: boolean;
  /** The customer's number or address; '' where not known or withheld. */
  address: string;
  /** The messenger behind the task channel: `sms`, `whatsapp`, `web` and so on. */
  channelType: string;
  /** What the center says of a contact that nobody answered, by the names of Flex Insights. */
  abandoned: string;
  abandonedPhase: string;
}

/**
 * Numbers of callers who withheld theirs: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN and UNAVAILABLE on a keypad. As
 * customers they would be one, who calls all day.
 */
const WITHHELD = new Set([
  ...['+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253'],
  ...['anonymous', 'restricted', 'blocked', 'unknown', 'unavailable', 'private'],
]);

/** @param text JSON; redacted by Twilio after 30 days, and then anything */
export function attributesOf(text: string | undefined): Attributes {
  const json = objectOf(text ?? '');
  const said = (name: string, of = json) => {
    const value = of[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  };
  const insights = objectOf(json.conversations);
  const direction = said('direction').toLowerCase();
  const address = direction.startsWith('outbound')
    ? said('outbound_to') || said('customerAddress') || said('to') || said('called')
    : said('customerAddress') || said('from') || said('caller');
  return {
    isOutbound: direction === 'outbound',
    address: WITHHELD.has(address.toLowerCase()) ? '' : address,
    channelType: said('channelType').toLowerCase(),
    abandoned: said('abandoned', insights).toLowerCase(),
    abandonedPhase: said('abandoned_phase', insights).toLowerCase(),
  };
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  if (typeof value !== 'string') return {};
  try {
    const json: unknown = JSON.parse(value);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
