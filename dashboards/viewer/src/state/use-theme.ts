import { useEffect, useState } from 'preact/hooks';

const light = () => window.matchMedia('(prefers-color-scheme: light)');

/**
 * The appearance to draw in (`dark` or `light`): light on paper, else the one asked for, else the device's. Marks
 * the page with it.
 */
export function useTheme(asked: string | undefined, printing: boolean): string {
  const [device, setDevice] = useState(() => (light().matches ? 'light' : 'dark'));
  useEffect(() => {
    const query = light();
    const onChange = () => setDevice(query.matches ? 'light' : 'dark');
    query.addEventListener('change', onChange);
    return () => query.removeEventListener('change', onChange);
  }, []);
  const chosen = asked === 'dark' || asked === 'light' ? asked : device;
  const theme = printing ? 'light' : chosen;
  // Set while drawing, not after it: canvases read the theme's colours in their first effect.
  document.documentElement.dataset.theme = theme;
  return theme;
}
