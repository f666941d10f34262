import { useState } from 'preact/hooks';
import { usePageEnvironment } from '../../state/context.ts';
import { Field, SelectField } from '../parts/field.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { PageTable } from '../parts/page-table.tsx';
import { useSay } from '../parts/use-say.ts';
import type { PageKey } from '../texts/index.ts';
import { type AuditEntry, type AuditFilter, auditUrl, ranges, subjectsOf, whats, wordsOf } from './model.ts';

interface Answer {
  readonly entries: readonly AuditEntry[];
  readonly next: string | null;
}

/** `/audit`: who did what when, and saw which conversation; for administrators. */
export function AuditPage() {
  const say = useSay();
  const [filter, setFilter] = useState<AuditFilter>({ from: ranges[0], who: '', what: '', subject: '' });
  /** Cursors of the pages gone through, this one's last. */
  const [pages, setPages] = useState<readonly string[]>([]);
  const choose = (name: keyof AuditFilter) => (value: string) => {
    setFilter({ ...filter, [name]: value.trim() });
    setPages([]);
  };
  return (
    <div class="sheets">
      <header class="sheet-head">
        <h1>{say('audit.title')}</h1>
        <p class="faint">{say('audit.about')}</p>
      </header>
      <div class="sheet-tools">
        <SelectField
          label={say('audit.when')}
          value={filter.from}
          options={ranges.map((range) => ({ value: range, text: say(`audit.range.${range}`) }))}
          onChange={choose('from')}
        />
        <SelectField
          label={say('audit.what')}
          value={filter.what}
          options={whats.map((what) => ({ value: what, text: say(`audit.what.${what}`) }))}
          none={say('page.all')}
          onChange={choose('what')}
        />
        <TextField label={say('audit.who')} value={filter.who} onChange={choose('who')} />
        <TextField
          label={say('audit.subject')}
          hint={say('audit.subjectHint')}
          value={filter.subject}
          onChange={choose('subject')}
        />
      </div>
      <div class="card">
        <Loaded<Answer> url={auditUrl(filter, pages.at(-1) ?? null)}>
          {({ entries, next }) => (
            <>
              <Entries entries={entries} />
              <div class="sheet-tools">
                {pages.length > 0 && (
                  <button type="button" class="button" onClick={() => setPages(pages.slice(0, -1))}>
                    {say('audit.newer')}
                  </button>
                )}
                {next !== null && (
                  <button type="button" class="button" onClick={() => setPages([...pages, next])}>
                    {say('audit.older')}
                  </button>
                )}
              </div>
            </>
          )}
        </Loaded>
      </div>
    </div>
  );
}

function Entries({ entries }: Pick<Answer, 'entries'>) {
  const { dates } = usePageEnvironment();
  const say = useSay();
  if (entries.length === 0) return <p class="panel-message">{say('audit.none')}</p>;
  const headings = [
    'audit.when',
    'audit.who',
    'audit.what',
    'audit.subject',
    'audit.outcome',
    'audit.where',
  ] as const;
  return (
    <PageTable label={say('audit.title')} headings={headings.map((key) => ({ text: say(key) }))}>
      {entries.map((entry) => (
        <tr key={`${entry.chain} ${entry.seq} ${entry.hash}`}>
          <td class="cell">
            <time dateTime={entry.at}>{dates.dayAndTime(Date.parse(entry.at))}</time>
          </td>
          <th scope="row" class="cell">
            {entry.who || say('audit.nobody')}
          </th>
          <td class="cell">
            {whatOf(entry, say)}
            {entry.count > 1 && ` × ${entry.count}`}
          </td>
          <td class="cell">
            <Subjects entry={entry} />
          </td>
          <td class="cell" title={entry.detail}>
            {say(`audit.outcome.${entry.outcome}` as PageKey)}
          </td>
          <td class="cell">{entry.service}</td>
        </tr>
      ))}
    </PageTable>
  );
}

function whatOf({ what }: AuditEntry, say: ReturnType<typeof useSay>): string {
  const key = wordsOf(what);
  return key === null ? what : say(key);
}

function Subjects({ entry }: { readonly entry: AuditEntry }) {
  const say = useSay();
  const { shown, more } = subjectsOf(entry);
  return (
    <span title={entry.subjects.join(', ')}>{more > 0 ? say('audit.more', { shown, more }) : shown}</span>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** It is looked for once it is written, and not at each letter. */
function TextField({ label, hint, value, onChange }: TextFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {(attributes) => (
        <input
          {...attributes}
          type="search"
          maxLength={256}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
