// Colours as people type them, and how well they read (WCAG 2.2).

/** Whether a text is a colour as `#rrggbb`. */
export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

/** Relative luminance, 0 to 1. */
function luminance(colour: string): number {
  const channel = (at: number): number => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** Contrast ratio with white, 1 to 21. */
export const onWhite = (colour: string): number => 1.05 / (luminance(colour) + 0.05);

/** The ground of dark pages. */
const DARK = "#12181d";

/** Contrast ratio with the ground of dark pages, 1 to 21. */
export function onDark(colour: string): number {
  const [a, b] = [luminance(colour), luminance(DARK)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** What WCAG 2.2 AA asks for between text and its ground. */
export const ENOUGH = 4.5;

/** With one digit, rounded down, so that what falls short never looks as if it were enough. */
export const rounded = (ratio: number): string => (Math.floor(ratio * 10) / 10).toFixed(1);
