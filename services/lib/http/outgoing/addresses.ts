import { BlockList, isIP } from 'node:net';

/**
 * What is not the public internet: IANA's special-purpose registries (RFC 6890 and successors) with loopback,
 * private, link-local (and with it the metadata services of clouds), shared, test, multicast and reserved ranges.
 */
const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** Public IPv6 lies in 2000::/3; within it, what carries other addresses inside or is for documents. */
const PUBLIC_IPV6 = '2000::/3';
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const specialIpv4 = listOf(SPECIAL_IPV4);
const publicIpv6 = listOf([PUBLIC_IPV6]);
const specialIpv6 = listOf(SPECIAL_IPV6);

/** Says whether an address may be connected to: it is public, or in one of `allowed` (CIDR). */
export function createAddressCheck(allowed: readonly string[]): (address: string) => boolean {
  const exceptions = listOf(allowed);
  return (address) => {
    const plain = unmapped(address);
    const version = isIP(plain);
    if (version === 4) return exceptions.check(plain, 'ipv4') || !specialIpv4.check(plain, 'ipv4');
    if (version !== 6) return false;
    if (exceptions.check(plain, 'ipv6')) return true;
    return publicIpv6.check(plain, 'ipv6') && !specialIpv6.check(plain, 'ipv6');
  };
}

/** An IPv4 address that is written as IPv6 is judged as what it is. */
function unmapped(address: string): string {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (dotted) return dotted[1]!;
  const hexadecimal = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address);
  if (!hexadecimal) return address;
  const [high, low] = [Number.parseInt(hexadecimal[1]!, 16), Number.parseInt(hexadecimal[2]!, 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address, bits] = network.split('/') as [string, string];
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
