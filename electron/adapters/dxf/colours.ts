const fixed = ['', '#ff0000', '#ffff00', '#00ff00', '#00ffff', '#0000ff', '#ff00ff', null, '#808080', '#c0c0c0'] as const;
const greys = ['#333333', '#5b5b5b', '#848484', '#adadad', '#d6d6d6', '#ffffff'] as const;
/** Brightness of the five shades of each hue. */
const shades = [255, 165, 127, 76, 38] as const;

const byte = (value: number): string => Math.floor(value).toString(16).padStart(2, '0');

/**
 * Colour of an AutoCAD colour index 1 to 255 as `#rrggbb`; null for 7, which is the foreground (black on white, white on black).
 * 10 to 249 are 24 hues of 15 degrees, each in five shades, the odd ones half as saturated.
 */
export function indexColour(index: number): string | null {
  if (!(index >= 1 && index <= 255)) return null;
  if (index < 10) return fixed[index] ?? null;
  if (index >= 250) return greys[index - 250] ?? null;
  const hue = Math.floor((index - 10) / 10) * 15;
  const value = shades[Math.floor((index % 10) / 2)] ?? 255;
  const channel = (shift: number): number => {
    const h = (hue + shift) % 360;
    const ramp = h < 60 ? h / 60 : h < 180 ? 1 : h < 240 ? (240 - h) / 60 : 0;
    const full = Math.floor(value * ramp);
    return index % 2 === 1 ? Math.floor((full + value) / 2) : full;
  };
  return `#${byte(channel(120))}${byte(channel(0))}${byte(channel(240))}`;
}

/** Colour of a 24-bit true colour (group 420). */
export const trueColour = (value: number): string => `#${(Math.trunc(value) & 0xffffff).toString(16).padStart(6, '0')}`;
