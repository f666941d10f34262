import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { dashboardFiles } from '../browser/support/dashboard-files.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const guide = read('docs/grafana.md');
const { datasources } = parse(read('infra/grafana/provisioning/datasources/linewatch.yaml'));

it('the guide makes by hand the data source that the provisioning file makes', () => {
  const [, byHand] = /<<'JSON'\n([\s\S]*?)\nJSON\n/.exec(guide)!;
  const { url, jsonData, secureJsonData, ...rest } = JSON.parse(byHand!);
  const { isDefault: _, editable: __, ...provisioned } = datasources[0];
  expect({ ...rest, url: 'LINEWATCH_URL' }).toEqual({
    uid: provisioned.uid,
    name: provisioned.name,
    type: provisioned.type,
    access: provisioned.access,
    url: provisioned.url.replace(/\W/g, ''),
  });
  expect({ ...jsonData, allowedHosts: [] }).toEqual({ ...provisioned.jsonData, allowedHosts: [] });
  expect(jsonData.allowedHosts).toEqual([url]);
  expect(Object.keys(secureJsonData)).toEqual(Object.keys(provisioned.secureJsonData));
});

it('the uid that it has replaced stands in every dashboard as the guide writes it, and as nothing else', () => {
  const [, pattern] = /sed 's\/("uid": "\w+")\//.exec(guide)!;
  for (const { uid } of dashboardFiles) {
    const file = read(`dashboards/${uid}.json`);
    const named = file.match(/"type": "yesoreyeram-infinity-datasource",\s+"uid": "linewatch"/g)!;
    expect(file.split(pattern!)).toHaveLength(named.length + 1);
  }
});
