import type { ComponentChildren } from 'preact';
import { useEnvironment } from '../state/context.ts';
import type { PanelProps } from './panel-props.ts';

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

/** Words in plain Markdown: paragraphs, and lists of lines that begin with a dash. */
export function Text({ panel }: PanelProps) {
  const { fromDashboard } = useEnvironment();
  const blocks = fromDashboard(String(panel.options?.content ?? '')).split(/\n{2,}/);
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
