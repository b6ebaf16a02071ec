/** A plane affine map: `x' = a·x + c·y + e`, `y' = b·x + d·y + f` (the order of SVG's matrix()). */
export interface Affine { readonly a: number; readonly b: number; readonly c: number; readonly d: number; readonly e: number; readonly f: number }

export const identity: Affine = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };

/** First `inner`, then `outer`. */
export function compose(outer: Affine, inner: Affine): Affine {
  return {
    a: outer.a * inner.a + outer.c * inner.b,
    b: outer.b * inner.a + outer.d * inner.b,
    c: outer.a * inner.c + outer.c * inner.d,
    d: outer.b * inner.c + outer.d * inner.d,
    e: outer.a * inner.e + outer.c * inner.f + outer.e,
    f: outer.b * inner.e + outer.d * inner.f + outer.f,
  };
}

export const translation = (e: number, f: number): Affine => ({ ...identity, e, f });
export const scaling = (a: number, d: number): Affine => ({ ...identity, a, d });

/** Turns counter-clockwise (y up) by `degrees`. */
export function rotation(degrees: number): Affine {
  const angle = (degrees * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return { a: cos, b: sin, c: -sin, d: cos, e: 0, f: 0 };
}

/** The largest length that a unit vector along an axis takes: how much a radius grows at most, within a factor of √2. */
export const stretch = (map: Affine): number => Math.max(Math.hypot(map.a, map.b), Math.hypot(map.c, map.d));

/** The way back; null for a map that flattens everything to a line. */
export function invert({ a, b, c, d, e, f }: Affine): Affine | null {
  const determinant = a * d - b * c;
  if (!Number.isFinite(1 / determinant)) return null;
  return compose({ a: d / determinant, b: -b / determinant, c: -c / determinant, d: a / determinant, e: 0, f: 0 }, translation(-e, -f));
}
