import { createHmac } from 'node:crypto';

/** Makes the pseudonymous ids of customers: the same address gives the same id, and no id gives back its address. */
export interface CustomerIds {
  /** @param address a telephone number, a mail address, or the id that the system has; '' where nobody is known */
  idOf(address: string): string;
}

/** Characters of an id: 96 bits, too many for two customers to meet by chance. */
const ID_CHARS = 24;

/**
 * Ids by HMAC-SHA-256. Telephone numbers are few enough to try them all: without a secret of the center's own a hash
 * would hide nothing.
 */
export function createCustomerIds(secret: string): CustomerIds {
  return {
    idOf(address) {
      const known = address.trim();
      if (known === '') return '';
      return createHmac('sha256', secret).update(known).digest('hex').slice(0, ID_CHARS);
    },
  };
}
