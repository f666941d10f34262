import type { Environment } from '../lib/config/environment.ts';
import { knownSecret, type SecretSettings, secretOf } from '../lib/config/kept-secret.ts';
import { LinewatchError } from '../lib/errors.ts';

type Settings = SecretSettings & Pick<Environment, 'CUSTOMER_ID_SECRET'>;

const kept = ({ CUSTOMER_ID_SECRET: given }: Settings) => ({ given, file: 'customer-id.secret' });

/**
 * What customers' ids are made with: CUSTOMER_ID_SECRET. Where the servers are the embedded ones it may be left out: a
 * random one is then made once and kept in the data folder.
 *
 * Throws `CUSTOMER_SECRET_NEEDED` where the environment names servers: several machines must make the same ids there,
 * and a secret that is lost with a container would make every customer another one.
 */
export function customerSecretOf(environment: Settings): string {
  return secretOf(
    environment,
    kept(environment),
    () =>
      new LinewatchError(
        'CUSTOMER_SECRET_NEEDED',
        'CUSTOMER_ID_SECRET is not set: the ids of customers are made with it. Set it to the same value wherever ' +
          'records of telephone and contact systems come in, such as that of: openssl rand -hex 32',
      ),
  );
}

/** The same where there is one already; null otherwise. */
export function knownCustomerSecret(environment: Settings): string | null {
  return knownSecret(environment, kept(environment));
}
