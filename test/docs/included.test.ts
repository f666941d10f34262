import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withIncluded } from '../../docs/included.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('a page that shows files', () => {
  it('has them between its fences, whatever stood there, and nothing else changed', () => {
    const page = 'before\n<!-- file: a/b.py -->\n```python\nold\n```\nafter\n```sh\nkept\n```\n';
    expect(withIncluded(page, (path) => `# ${path}\n$1\n`)).toBe(
      'before\n<!-- file: a/b.py -->\n```python\n# a/b.py\n$1\n```\nafter\n```sh\nkept\n```\n',
    );
  });

  it('has them where nothing stood between the fences, and what follows stays', () => {
    const page = '<!-- file: a.go -->\n```go\n```\n\n## Next\n\n```sh\nkept\n```\n';
    expect(withIncluded(page, (path) => `// ${path}\n`)).toBe(
      '<!-- file: a.go -->\n```go\n// a.go\n```\n\n## Next\n\n```sh\nkept\n```\n',
    );
  });

  it('is docs/producers.md, with every example as it is run (npm run generate)', () => {
    const page = read('docs/producers.md');
    const shown = ['node/producer.mjs', 'python/producer.py', 'java/Producer.java', 'go/main.go'];
    for (const file of shown) {
      expect(page).toContain(`<!-- file: test/producers/${file} -->`);
      expect(page).toContain(read(`test/producers/${file}`));
    }
    for (const language of ['Python', 'Node', 'Java', 'Go']) expect(page).toContain(`\n## ${language}\n`);
    expect(withIncluded(page, read)).toBe(page);
  });
});
