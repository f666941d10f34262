/** A package of the lock file, as npm writes it. */
export interface LockedPackage {
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
}

/** Licences of what is shipped, and why each may be. By SPDX's names, as the lock file has them. */
export const ALLOWED: Readonly<Record<string, string>> = {
  'Apache-2.0': "the project's own; with a grant of patents",
  'Apache-2.0 AND BSL-1.0':
    'stdlib: Apache for its code, Boost for formulas that it took over; both permissive',
  'BSD-3-Clause': 'permissive: the notice stays, no names are used for advertising',
  'BlueOak-1.0.0': 'permissive, in plain words, with a grant of patents',
  ISC: 'permissive, as MIT in fewer words',
  MIT: 'permissive: the notice stays',
  'MIT-0': 'MIT without the notice',
  'PSF-2.0': "argparse: Python's own licence, permissive",
  Unlicense: 'given to the public',
};

/** Packages whose licence is not in the list or not in the lock file, and why they may be shipped all the same. */
export const EXCEPTIONS: Readonly<Record<string, string>> = {
  'date-holidays':
    'ISC for the code; its data are CC BY-SA: used, not copied, and docs/calendars.md names the source',
  '@chdb/lib-darwin-arm64': 'says none; built from chdb, Apache-2.0, as its other platforms say',
  '@chdb/lib-darwin-x64': 'says none; built from chdb, Apache-2.0, as its other platforms say',
  '@chdb/lib-linux-arm64-gnu': 'says none; built from chdb, Apache-2.0, as its other platforms say',
};

/**
 * What is wrong with the licences of the packages that are shipped: one that nobody has looked at, or an exception or an
 * entry of the list that no package needs any more.
 */
export function licenceFaults(packages: Readonly<Record<string, LockedPackage>>): string[] {
  const shipped = Object.entries(packages)
    .filter(([place, { dev, devOptional }]) => place !== '' && !dev && !devOptional)
    .map(([place, { license }]) => ({
      name: place.replace(/^.*node_modules\//, ''),
      license: license ?? 'none',
    }));
  const unknown = shipped
    .filter(({ name, license }) => !(license in ALLOWED) && !(name in EXCEPTIONS))
    .map(({ name, license }) => `${name} has the licence ${license}, which infra/licences does not list`);
  const unused = [
    ...Object.keys(ALLOWED).filter((licence) => !shipped.some(({ license }) => license === licence)),
    ...Object.keys(EXCEPTIONS).filter((one) => !shipped.some(({ name }) => name === one)),
  ].map((one) => `${one} is listed in infra/licences and no package needs it`);
  return [...new Set([...unknown, ...unused])];
}
