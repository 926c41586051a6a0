/** A line from a handle at the left of the gutter to one at its right. The bend is half the width, so x grows steadily. */
export interface Curve {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** SVG path commands. `shift` moves the whole line down; two shifted lines are a loop's double line. */
export function curvePath({ x1, y1, x2, y2 }: Curve, shift = 0): string {
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1 + shift}C${middle} ${y1 + shift} ${middle} ${y2 + shift} ${x2} ${y2 + shift}`;
}

/** Height of the curve at `x`, which lies between its ends. */
export function curveY({ x1, y1, x2, y2 }: Curve, x: number): number {
  const wanted = Math.min(1, Math.max(0, (x - x1) / (x2 - x1)));
  let low = 0;
  let high = 1;
  // x(t) = 1.5t − 1.5t² + t³ has one root; 20 halvings are finer than a pixel.
  for (let halving = 0; halving < 20; halving++) {
    const t = (low + high) / 2;
    if (t * (1.5 - 1.5 * t + t * t) < wanted) low = t;
    else high = t;
  }
  const t = (low + high) / 2;
  return y1 + (y2 - y1) * t * t * (3 - 2 * t);
}

/** The curve that passes nearest above or below a point, if any within `reach` pixels. */
export function nearestCurve<C extends Curve>(curves: Iterable<C>, x: number, y: number, reach: number): C | undefined {
  let nearest: C | undefined;
  let least = reach;
  for (const curve of curves) {
    const away = Math.abs(curveY(curve, x) - y);
    if (away > least) continue;
    least = away;
    nearest = curve;
  }
  return nearest;
}
