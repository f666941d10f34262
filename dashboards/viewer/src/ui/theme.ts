/** Colours and sizes for what is drawn on a canvas, read from the style sheet: it is their only source. */
export interface CanvasTheme {
  readonly color: (name: string) => string;
  /** A colour of the theme with an opacity of 0..1. */
  readonly translucent: (name: string, opacity: number) => string;
  /** Pixels of one rem; it grows with the screen. */
  readonly rem: number;
  readonly font: string;
}

export function canvasTheme(): CanvasTheme {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const rem = Number.parseFloat(style.fontSize);
  return {
    color,
    translucent: (name, opacity) =>
      `${color(name)}${Math.round(opacity * 255)
        .toString(16)
        .padStart(2, '0')}`,
    rem,
    font: `${Math.round(rem * 0.75)}px ${style.getPropertyValue('--font')}`,
  };
}
