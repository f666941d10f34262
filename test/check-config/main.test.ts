import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkConfig } from '../../services/check-config/main.ts';
import type { Terminal } from '../../services/lib/terminal.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function said(holidays: string, year: number): string[] {
  const file = join(folder, 'center.yaml');
  writeFileSync(file, `calendars: { office: { zone: UTC, weekly: 24x7, holidays: ${holidays} } }`);
  const lines: string[] = [];
  const terminal = { say: (line: string) => void lines.push(line) } as Terminal;
  checkConfig({ CONTACT_CENTER_CONFIG: file }, terminal, Date.UTC(year, 10, 29));
  return lines.filter((line) => line.startsWith('Calendar '));
}

it("says of this year's and the next one's holidays what is not decreed", () => {
  const [line, ...others] = said('{ country: CN }', 2039);
  expect(line).toMatch(
    /^Calendar office: 2039 is not decreed yet for CN: the days off that the law names are known/,
  );
  expect(others).toEqual([expect.stringContaining('2040 is not decreed yet for CN')]);
  expect(said('{ country: CN }', 2025)).toEqual([]);
});

it('says what the source of a country lacks', () => {
  expect(said('{ country: IN }', 2026)).toEqual([
    'Calendar office: the source of IN lacks feasts by the moon, such as Diwali, Holi and Eid: list them under special',
  ]);
});

it('has nothing to say of countries that are known, and of dates', () => {
  expect(said('{ country: DE, region: BE }', 2026)).toEqual([]);
  expect(said('[2026-01-01]', 2026)).toEqual([]);
});
