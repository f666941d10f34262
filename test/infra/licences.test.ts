import { expect, it } from 'vitest';
import { ALLOWED, EXCEPTIONS, licenceFaults } from '../../infra/licences/licences.ts';

const every = Object.fromEntries([
  ...Object.keys(ALLOWED).map((license, i) => [`node_modules/p${i}`, { license }]),
  ...Object.keys(EXCEPTIONS).map((name) => [`node_modules/${name}`, {}]),
]);

it('a licence that nobody has looked at is named, wherever the package lies', () => {
  expect(licenceFaults(every)).toEqual([]);
  const more = {
    ...every,
    'node_modules/a/node_modules/@b/c': { license: 'AGPL-3.0-only' },
    'node_modules/d': {},
  };
  expect(licenceFaults(more)).toEqual([
    '@b/c has the licence AGPL-3.0-only, which infra/licences does not list',
    'd has the licence none, which infra/licences does not list',
  ]);
});

it('what is not shipped may have any, and the list has nothing that is not needed', () => {
  const tool = { 'node_modules/tool': { license: 'GPL-3.0-only', dev: true } };
  expect(licenceFaults({ ...every, ...tool })).toEqual([]);
  expect(licenceFaults({}).length).toBe(Object.keys(ALLOWED).length + Object.keys(EXCEPTIONS).length);
});
