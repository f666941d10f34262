import type { ComponentChildren } from 'preact';
import type { Dashboard, TextBoxVariable } from '../../../model.ts';
import { useEnvironment } from '../state/context.ts';
import type { PanelProps } from './panel-props.ts';
import { VariableForm } from './variable-form.tsx';

/** Sets `**strong**` and `[words](address)`; nothing else of Markdown is used within a line. */
function inline(text: string): ComponentChildren[] {
  return text.split(/(\*\*[^*]+\*\*|\[[^\]]+\]\([^)\s]+\))/).map((piece) => {
    const [, strong] = /^\*\*(.+)\*\*$/.exec(piece) ?? [];
    if (strong) return <strong key={piece}>{strong}</strong>;
    const [, words, href] = /^\[(.+)\]\((.+)\)$/.exec(piece) ?? [];
    return href ? (
      <a key={piece} href={href}>
        {words}
      </a>
    ) : (
      piece
    );
  });
}

/** The variables that are typed in and that a text tells the values of, in its order. */
function typedIn(content: string, { templating }: Dashboard): TextBoxVariable[] {
  return [...content.matchAll(/\$\{(\w+)\}/g)].flatMap(([, name]) =>
    templating.list.filter((variable) => variable.type === 'textbox' && variable.name === name),
  ) as TextBoxVariable[];
}

/**
 * Words in plain Markdown: paragraphs, and lists of lines that begin with a dash. Where they tell the values of variables
 * that are typed in, a form for these: Grafana has its text boxes above the panels.
 */
export function Text({ panel }: PanelProps) {
  const { dashboard, fromDashboard } = useEnvironment();
  const content = String(panel.options?.content ?? '');
  const variables = typedIn(content, dashboard);
  if (variables.length > 0) return <VariableForm label={fromDashboard(panel.title)} variables={variables} />;
  const blocks = fromDashboard(content).split(/\n{2,}/);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="text" tabIndex={0} aria-label={fromDashboard(panel.title)}>
      {blocks.map((block) =>
        block.startsWith('- ') ? (
          <ul key={block}>
            {block.split('\n').map((line) => (
              <li key={line}>{inline(line.slice(2))}</li>
            ))}
          </ul>
        ) : (
          <p key={block}>{inline(block)}</p>
        ),
      )}
    </section>
  );
}
