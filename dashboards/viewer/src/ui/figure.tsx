import type { Part } from '../format/duration.ts';

/** A written value whose units are set smaller than its figures. */
export function Figure({ parts }: { readonly parts: readonly Part[] }) {
  return (
    <span class="figure">
      {parts.map((part, index) =>
        part.unit ? (
          <span key={index} class="figure-unit">
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </span>
  );
}
