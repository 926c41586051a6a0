'use client';

import { Hand, Maximize, Minus, MousePointer2, Plus } from 'lucide-react';
import type { RefObject } from 'react';
import { IconButton } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import type { CanvasView } from './view.ts';

const box = 'absolute bottom-3 z-10 flex rounded-node border border-line bg-surface';

/** Pointer and hand on the left, zoom on the right. */
export function CanvasControls({
  hand,
  onHand,
  zoom,
  view,
}: {
  hand: boolean;
  onHand: (hand: boolean) => void;
  zoom: number;
  view: RefObject<CanvasView | null>;
}) {
  return (
    <>
      <div className={cx(box, 'left-3')}>
        <IconButton
          label="Select (V)"
          aria-pressed={!hand}
          className={hand ? '' : 'bg-canvas'}
          onClick={() => onHand(false)}
        >
          <MousePointer2 size={15} />
        </IconButton>
        <IconButton
          label="Move the view (H, or hold Space)"
          aria-pressed={hand}
          className={hand ? 'bg-canvas' : ''}
          onClick={() => onHand(true)}
        >
          <Hand size={15} />
        </IconButton>
      </div>
      <div className={cx(box, 'right-3')}>
        <IconButton label="Zoom out (−)" onClick={() => view.current?.zoomBy(1 / 1.25)}>
          <Minus size={15} />
        </IconButton>
        <button
          type="button"
          title="Back to 100 % (Shift+0)"
          className="num w-12 text-center font-medium"
          onClick={() => view.current?.zoomTo(1)}
        >
          {Math.round(zoom * 100)} %
        </button>
        <IconButton label="Zoom in (+)" onClick={() => view.current?.zoomBy(1.25)}>
          <Plus size={15} />
        </IconButton>
        <IconButton label="Show everything (Shift+1)" onClick={() => view.current?.fit()}>
          <Maximize size={15} />
        </IconButton>
      </div>
    </>
  );
}
