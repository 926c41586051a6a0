export interface Spot {
  x: number;
  y: number;
}

/** A way with right angles and rounded corners from a port on the right (or at the foot) to one on the left. */
export function stepPath(from: Spot, to: Spot, side: 'right' | 'bottom' = 'right', radius = 8): string {
  return rounded(side === 'bottom' ? fromFoot(from, to, radius) : fromRight(from, to, radius), radius);
}

function fromRight(from: Spot, to: Spot, radius: number): Spot[] {
  if (from.y === to.y && to.x >= from.x) return [from, to];
  if (to.x - from.x >= radius * 2) {
    const middle = (from.x + to.x) / 2;
    return [from, { x: middle, y: from.y }, { x: middle, y: to.y }, to];
  }
  const out = from.x + radius * 2;
  const back = to.x - radius * 2;
  const middle = (from.y + to.y) / 2;
  return [from, { x: out, y: from.y }, { x: out, y: middle }, { x: back, y: middle }, { x: back, y: to.y }, to];
}

function fromFoot(from: Spot, to: Spot, radius: number): Spot[] {
  if (to.y - from.y >= radius && to.x - from.x >= radius) return [from, { x: from.x, y: to.y }, to];
  const under = Math.max(from.y, to.y) + radius * 2;
  const back = to.x - radius * 2;
  return [from, { x: from.x, y: under }, { x: back, y: under }, { x: back, y: to.y }, to];
}

function rounded(spots: Spot[], radius: number): string {
  const parts = spots.map((spot, index) => {
    const [before, after] = [spots[index - 1], spots[index + 1]];
    if (!before) return `M${spot.x} ${spot.y}`;
    if (!after) return `L${spot.x} ${spot.y}`;
    const bend = Math.min(radius, distance(before, spot) / 2, distance(spot, after) / 2);
    const start = towards(spot, before, bend);
    const end = towards(spot, after, bend);
    return bend < 0.5 ? '' : `L${start.x} ${start.y}Q${spot.x} ${spot.y} ${end.x} ${end.y}`;
  });
  return parts.join('');
}

const distance = (a: Spot, b: Spot) => Math.hypot(a.x - b.x, a.y - b.y);

function towards(from: Spot, to: Spot, length: number): Spot {
  const whole = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole };
}
