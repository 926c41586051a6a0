import type { Point } from '#flow/edit.ts';

/** What the designer may ask of the canvas, so that only the canvas knows its library. Lengths are canvas units unless said. */
export interface CanvasView {
  /** From a place on the screen. */
  toFlow(screen: Point): Point;
  /** The middle of what can be seen. */
  middle(): Point;
  zoomBy(factor: number): void;
  zoomTo(zoom: number): void;
  /** All of it, or these nodes. */
  fit(nodes?: string[]): void;
  /** Scrolls as little as is needed to see the node. `refit`: rather shows everything smaller, as long as names can be read. */
  show(node: string, refit?: boolean): void;
  /** Moves the keyboard's focus to the node. */
  focus(node: string): void;
}
