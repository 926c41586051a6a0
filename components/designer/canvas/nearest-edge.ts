/** Canvas units between two places on an edge that are measured. */
const sample = 12;

/**
 * The edge nearest to a place, if it is within reach; lengths are canvas units. It asks the drawn paths themselves, so that
 * bends count. Fit for one pointer move at a time: about 20 samples an edge.
 */
export function nearestEdge(canvas: HTMLElement, place: { x: number; y: number }, reach: number): string | undefined {
  let nearest: { id: string; distance: number } | undefined;
  for (const edge of canvas.querySelectorAll<SVGGElement>('.react-flow__edge')) {
    const path = edge.querySelector<SVGPathElement>('.react-flow__edge-path');
    const id = edge.dataset.id;
    if (!path || id === undefined) continue;
    const length = path.getTotalLength();
    for (let at = 0; at <= length; at += sample) {
      const point = path.getPointAtLength(at);
      const distance = Math.hypot(point.x - place.x, point.y - place.y);
      if (distance <= reach && (!nearest || distance < nearest.distance)) nearest = { id, distance };
    }
  }
  return nearest?.id;
}

/** Lights the edge that would take what is dragged, and no other. */
export function lightEdge(canvas: HTMLElement, id: string | undefined): void {
  for (const edge of canvas.querySelectorAll<SVGGElement>('.react-flow__edge')) {
    edge.classList.toggle('splice', edge.dataset.id === id && id !== undefined);
  }
}
