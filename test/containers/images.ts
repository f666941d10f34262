import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const FILE = new URL('../../docker-compose.yml', import.meta.url);
const { services } = parse(readFileSync(FILE, 'utf8'), { merge: true }) as {
  services: Record<string, { image: string }>;
};

/** The image of a service, in the version that docker-compose.yml has. */
export function imageOf(service: string): string {
  return services[service]!.image;
}
