import type { CustomerIds } from '../customers.ts';
import { plain } from './values.ts';

/** Where a customer may be known from; fields of sessions and of detail events alike. */
export interface Addresses {
  direction?: string | null | undefined;
  ani?: string | null | undefined;
  dnis?: string | null | undefined;
  addressFrom?: string | null | undefined;
  addressTo?: string | null | undefined;
  callbackNumbers?: readonly string[] | null | undefined;
}

/** What carriers send for a caller who withholds the number: no customer, or all of them would be one. */
const WITHHELD = /^(anonymous|unknown|restricted|private|unavailable|withheld|0*)$/i;

/**
 * The pseudonymous id of a customer: by the external contact, where Genesys knows it, else by the address on the
 * customer's side. '' where nobody is known.
 */
export function customerIdOf(
  customers: CustomerIds,
  contact: string | null | undefined,
  addresses: readonly Addresses[],
): string {
  if (contact) return customers.idOf(contact);
  for (const { direction, ani, dnis, addressFrom, addressTo, callbackNumbers } of addresses) {
    const isOutbound = plain(direction) === 'outbound';
    const address = bare(isOutbound ? dnis || addressTo : ani || addressFrom) || bare(callbackNumbers?.[0]);
    if (address !== '') return customers.idOf(address);
  }
  return '';
}

/** `tel:+49301234` and `sip:+49301234@carrier.example;user=phone` are the number that others write as `+49301234`. */
function bare(address: string | null | undefined): string {
  const text = (address ?? '').trim();
  const isUri = /^(tel|sips?):/i.test(text);
  const plainText = text.replace(/^(tel|sips?):/i, '').replace(/[;?].*$/, '');
  const [user = ''] = plainText.split('@');
  const known = isUri && /^[+\d]/.test(user) ? user : plainText;
  return WITHHELD.test(user) ? '' : known.toLowerCase();
}
