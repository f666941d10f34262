import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { type Fault, FaultsError } from '../errors.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const brokers = z
  .string()
  .transform((text) => text.split(',').map((broker) => broker.trim()))
  .pipe(z.array(z.string().regex(/^[^\s:]+:\d+$/, 'must be host:port, several joined by commas')));
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });
const ratePerMinute = z.coerce.number().int().min(0).max(100_000_000);
const networks = z
  .string()
  .transform((text) => text.split(',').map((network) => network.trim()))
  .pipe(
    z.array(
      z.string().refine(isNetwork, 'must be addresses or networks such as 10.0.0.0/8, joined by commas'),
    ),
  );
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

const secret = z.string().min(16, 'must have at least 16 characters');
const oldSecrets = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .pipe(z.array(z.string().min(16, 'must have at least 16 characters each, joined by commas')));

const schema = z.object({
  DATA_DIR: z.string().default('.linewatch'),
  HOST: z.string().default('127.0.0.1'),
  QUERY_PORT: port.default(8080),
  REGISTRY_PORT: port.default(8081),
  COLLECTOR_PORT: port.default(8082),
  OPERATIONS_PORT: port.optional(),
  KAFKA_PORT: port.default(9092),
  CLICKHOUSE_PORT: port.default(8123),
  KAFKA_BROKERS: brokers.optional(),
  KAFKA_SSL: flag.default(false),
  KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  SCHEMA_REGISTRY_URL: httpUrl.optional(),
  CLICKHOUSE_URL: httpUrl.optional(),
  CLICKHOUSE_DATABASE: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a name of letters, digits and _')
    .default('linewatch'),
  CLICKHOUSE_CLUSTER: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a name of letters, digits and _')
    .optional(),
  COLLECTOR_ZENDESK_SECRET: z.string().optional(),
  COLLECTOR_INTERCOM_SECRET: z.string().optional(),
  COLLECTOR_CHATWOOT_SECRET: z.string().optional(),
  COLLECTOR_AMAZON_CONNECT_SECRET: z.string().optional(),
  COLLECTOR_GENESYS_SECRET: z.string().optional(),
  COLLECTOR_TWILIO_SECRET: z.string().optional(),
  COLLECTOR_PUBLIC_URL: httpUrl.transform((url) => url.replace(/\/+$/, '')).optional(),
  CUSTOMER_ID_SECRET: secret.optional(),
  CUSTOMER_ID_SECRETS_OLD: oldSecrets.optional(),
  AGENT_ID_SECRET: secret.optional(),
  AGENT_ID_SECRETS_OLD: oldSecrets.optional(),
  CONTACT_CENTER_CONFIG: z.string().optional(),
  ACCESS_CONFIG: z.string().optional(),
  AUDIT_REQUIRED: flag.default(false),
  QUERY_RATE_PER_KEY: ratePerMinute.optional(),
  QUERY_RATE_PER_ADDRESS: ratePerMinute.optional(),
  COLLECTOR_RATE_PER_KEY: ratePerMinute.optional(),
  COLLECTOR_RATE_PER_ADDRESS: ratePerMinute.optional(),
  TRUSTED_PROXIES: networks.default([]),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).optional(),
});

/** Every variable that Linewatch reads; each also as `<NAME>_FILE`, a file with the value. */
export const ENVIRONMENT_VARIABLES = Object.keys(schema.shape);

export type Environment = z.output<typeof schema>;

/**
 * Reads the environment. An empty variable, or one whose file is empty, counts as not set.
 * Throws `FaultsError` (`BAD_ENVIRONMENT`) with every fault at once; values are not repeated, they may be secrets.
 */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const faults: Fault[] = [];
  const values: Record<string, string> = {};
  for (const name of ENVIRONMENT_VARIABLES) {
    const direct = variables[name];
    const file = variables[`${name}_FILE`];
    if (direct && file) faults.push({ path: name, message: `set together with ${name}_FILE: which one?` });
    else if (direct) values[name] = direct;
    else if (file) {
      try {
        const value = readFileSync(file, 'utf8').trim();
        if (value) values[name] = value;
      } catch {
        faults.push({ path: `${name}_FILE`, message: 'the file cannot be read' });
      }
    }
  }
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    for (const issue of parsed.error.issues)
      faults.push({ path: issue.path.join('.'), message: issue.message });
  } else {
    const {
      KAFKA_SASL_MECHANISM: mechanism,
      KAFKA_SASL_USERNAME: user,
      KAFKA_SASL_PASSWORD: password,
    } = parsed.data;
    if (mechanism !== undefined && !(user && password)) {
      faults.push({
        path: 'KAFKA_SASL_MECHANISM',
        message: 'needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD',
      });
    }
    if (faults.length === 0) return parsed.data;
  }
  throw new FaultsError('BAD_ENVIRONMENT', 'the environment has faults', faults);
}

/** An address, or one with how many of its bits count. */
function isNetwork(text: string): boolean {
  const [address, bits, ...more] = text.split('/');
  const family = isIP(address!);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
