import { useEffect } from 'preact/hooks';
import { readView, type View } from './location.ts';

/** Escape leaves the wall display and the panel that fills the page, unless it closes something else first. */
export function useEscape(go: (change: Partial<View>) => void): void {
  useEffect(() => {
    const leave = ({ key }: KeyboardEvent) => {
      const { kiosk, viewPanel } = readView(new URL(window.location.href), '');
      if (key !== 'Escape' || !(kiosk || viewPanel) || document.querySelector('dialog[open]')) return;
      go({ kiosk: false, viewPanel: undefined });
    };
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  }, [go]);
}
