import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

interface MenuProps {
  /** Name for those who do not see the button. */
  readonly label: string;
  readonly icon?: IconName;
  /** What the button shows; nothing for a button that is only an icon. */
  readonly text?: string;
  /** Whether the label stands on the button beside its text. */
  readonly caption?: boolean;
  readonly children: (close: () => void) => ComponentChildren;
}

/** How far a sheet stays from the edges of the window, px. */
const edge = 8;

/** A button that opens a small sheet; Escape, a click elsewhere and leaving it with Tab close it. */
export function Menu({ label, icon, text, caption, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const sheet = useRef<HTMLElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    const onPointer = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', onPointer);
    return () => document.removeEventListener('pointerdown', onPointer);
  }, [open]);

  useLayoutEffect(() => {
    const box = sheet.current?.getBoundingClientRect();
    if (!open || !box) return;
    const over = box.right - (document.documentElement.clientWidth - edge);
    const shift = Math.max(edge - box.left, Math.min(0, -over));
    if (shift !== 0) sheet.current!.style.translate = `${shift}px`;
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only hears what its buttons let through
    <div
      class="menu"
      ref={root}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        close();
      }}
      onFocusOut={(event) => {
        if (event.relatedTarget && !root.current?.contains(event.relatedTarget as Node)) setOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        class={text ? 'button' : 'button button-icon'}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={text ? undefined : label}
        title={text ? undefined : label}
        onClick={() => setOpen(!open)}
      >
        {icon && <Icon name={icon} />}
        {text && text !== label && <span class={caption ? 'button-caption' : 'unseen'}>{label} </span>}
        {text && <span class="button-text">{text}</span>}
        {text && <Icon name="down" />}
      </button>
      {open && (
        <section ref={sheet} class="sheet" id={id} aria-label={label}>
          {children(close)}
        </section>
      )}
    </div>
  );
}
