'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import {
  type PointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { cx } from '#components/ui/cx.ts';
import { nearestCurve } from './curve.ts';
import {
  type Beyond,
  type Corner,
  corners,
  drawGutter,
  drawRings,
  type GutterDrawing,
  lineFinder,
  tones,
} from './gutter-drawing.ts';
import type { DrawnLine } from './roll-up.ts';
import { type RowLayout, rowAt, rowTop } from './row-layout.ts';
import { followScroll, scrollPlace } from './scroll-frames.ts';
import type { PaneSide } from './tree-pane.tsx';

interface End {
  layout: RowLayout;
  scroller: RefObject<HTMLDivElement | null>;
  ring: (index: number) => 'linked' | 'free' | undefined;
}

/** Above so many lines the quiet ones step back, so that those at hand can be followed. */
const manyLines = 60;
const reach = 6;
/** Milliseconds between news of how many lines go on beyond the picture. */
const tellEvery = 80;
/** How far into the gutter a row's handle reaches. */
const handleReach = 12;

/**
 * The lines between the trees: one SVG, painted anew whenever a tree scrolls, without asking React. Beside the lines' ends it
 * takes the pointer for the handles, whose rings lie half over it.
 */
export function Gutter({
  lines,
  source,
  target,
  strongRows,
  hovered,
  showRest,
  onPick,
  onHandle,
}: {
  lines: DrawnLine[];
  source: End;
  target: End;
  /** Ids of mapping rows whose lines are strong. */
  strongRows: ReadonlySet<string>;
  /** Set by the panes while the pointer is over a row: call it with the ids of the rows to bring out. */
  hovered: RefObject<(rows: ReadonlySet<string>) => void>;
  showRest: boolean;
  onPick: (line: DrawnLine) => void;
  onHandle: (side: PaneSide, index: number) => void;
}) {
  const svg = useRef<SVGSVGElement>(null);
  const drawn = useRef<GutterDrawing>(undefined);
  const brought = useRef<ReadonlySet<string>>(new Set());
  const parts = useRef<Map<string | null, Element>>(undefined);
  const said = useRef(new Map<string, string>());
  const [beyond, setBeyond] = useState<GutterDrawing['beyond']>({});

  const sizes = useRef({ width: 0, source: 0, target: 0 });
  const near = useMemo(() => lineFinder(lines), [lines]);
  const telling = useRef<ReturnType<typeof setTimeout>>(undefined);

  const paint = useCallback(() => {
    const [element, from, to] = [svg.current, source.scroller.current, target.scroller.current];
    if (!element || !from || !to) return;
    const { width } = sizes.current;
    const a = { layout: source.layout, viewport: { scroll: scrollPlace(from), height: sizes.current.source } };
    const b = { layout: target.layout, viewport: { scroll: scrollPlace(to), height: sizes.current.target } };
    const isStrong = (line: DrawnLine) => line.rows.some((row) => strongRows.has(row) || brought.current.has(row));
    const isAny = strongRows.size > 0 || brought.current.size > 0;
    const drawing = drawGutter(isAny ? near(a, b, isStrong) : near(a, b), a, b, width, isStrong, showRest);
    drawn.current = drawing;
    parts.current ??= new Map(
      [...element.querySelectorAll('[data-path]')].map((one) => [one.getAttribute('data-path'), one]),
    );
    const set = (name: string, path: string) => {
      const part = parts.current?.get(name);
      if (part && said.current.get(name) !== path) part.setAttribute('d', path);
      said.current.set(name, path);
    };
    for (const tone of tones) set(tone, drawing.paths[tone]);
    const [left, right] = [drawRings(a, 0, source.ring), drawRings(b, width, target.ring)];
    set('linked-source', left.linked);
    set('linked-target', right.linked);
    set('free', left.free + right.free);
    telling.current ??= setTimeout(() => {
      telling.current = undefined;
      const now = drawn.current?.beyond ?? {};
      setBeyond((before) => (isSame(before, now) ? before : now));
    }, tellEvery);
  }, [near, source, target, strongRows, showRest]);

  useLayoutEffect(paint, [paint]);
  // Not with the layout: when the trees come into the page, the pane behind the gutter is not there yet.
  useEffect(() => {
    const [element, from, to] = [svg.current, source.scroller.current, target.scroller.current];
    if (!element || !from || !to) return;
    const measure = () => {
      sizes.current = { width: element.clientWidth, source: from.clientHeight, target: to.clientHeight };
    };
    measure();
    paint();
    const stops = [from, to].map((one) => followScroll(one, { paint }));
    const observer = new ResizeObserver(() => {
      measure();
      paint();
    });
    for (const one of [from, to, element]) observer.observe(one);
    return () => {
      for (const stop of stops) stop();
      observer.disconnect();
    };
  }, [paint, source.scroller, target.scroller]);
  useEffect(
    () => () => {
      clearTimeout(telling.current);
      telling.current = undefined;
    },
    [],
  );

  const bringOut = useCallback(
    (rows: ReadonlySet<string>) => {
      if (rows.size === 0 && brought.current.size === 0) return;
      brought.current = rows;
      paint();
    },
    [paint],
  );
  useEffect(() => {
    hovered.current = bringOut;
  }, [hovered, bringOut]);

  const lineUnder = (event: PointerEvent): DrawnLine | undefined => {
    const box = svg.current?.getBoundingClientRect();
    if (!box || !drawn.current) return undefined;
    return nearestCurve(drawn.current.curves, event.clientX - box.left, event.clientY - box.top, reach)?.line;
  };
  const handleUnder = (event: PointerEvent): { side: PaneSide; index: number } | undefined => {
    const box = svg.current?.getBoundingClientRect();
    if (!box) return undefined;
    const x = event.clientX - box.left;
    const side = x < handleReach ? 'source' : x > box.width - handleReach ? 'target' : undefined;
    const end = side === 'source' ? source : target;
    const element = end.scroller.current;
    if (!side || !element) return undefined;
    const index = rowAt(end.layout, event.clientY - box.top + element.scrollTop);
    return index < 0 || !end.ring(index) ? undefined : { side, index };
  };

  const go = (corner: Corner, { row }: Beyond) => {
    const end = corner.startsWith('source') ? source : target;
    const element = end.scroller.current;
    element?.scrollTo({ top: rowTop(end.layout, row) - element.clientHeight / 3 });
  };

  return (
    <div
      className="relative z-10 min-h-0 flex-1"
      onPointerMove={(event) => {
        const line = handleUnder(event) ? undefined : lineUnder(event);
        bringOut(new Set(line?.rows));
        event.currentTarget.style.cursor = line ? 'pointer' : handleUnder(event) ? 'crosshair' : '';
      }}
      onPointerLeave={() => bringOut(new Set())}
      onPointerUp={(event) => {
        const handle = handleUnder(event);
        if (handle) return onHandle(handle.side, handle.index);
        const line = lineUnder(event);
        if (line) onPick(line);
      }}
    >
      <svg ref={svg} aria-hidden="true" className="absolute inset-0 size-full overflow-visible" fill="none">
        <g>
          <path
            data-path="beyond"
            className={cx('stroke-line-strong', lines.length > manyLines ? 'opacity-12' : 'opacity-40')}
            strokeWidth="1"
          />
          <path
            data-path="quiet"
            className={cx('stroke-line-strong', lines.length > manyLines && 'opacity-12')}
            strokeWidth="1.25"
          />
          <path
            data-path="rolled"
            className={cx('stroke-line-strong', lines.length > manyLines && 'opacity-12')}
            strokeWidth="1.25"
            strokeDasharray="3 3"
          />
          <path data-path="lossy" className="stroke-warn" strokeWidth="1.75" />
          <path data-path="error" className="stroke-failed" strokeWidth="1.75" />
          <path data-path="strong" className="stroke-ink" strokeWidth="1.75" />
        </g>
        <path data-path="free" className="fill-surface stroke-line" strokeWidth="1.25" />
        <path data-path="linked-source" className="fill-surface stroke-line-strong" strokeWidth="1.5" />
        <path data-path="linked-target" className="fill-line-strong stroke-surface" strokeWidth="1" />
      </svg>
      {corners.map((corner) => {
        const there = beyond[corner];
        if (!there) return null;
        const isAbove = corner.endsWith('above');
        const Way = isAbove ? ArrowUp : ArrowDown;
        return (
          <button
            key={corner}
            type="button"
            onClick={() => go(corner, there)}
            onPointerUp={(event) => event.stopPropagation()}
            aria-label={`${there.count} ${there.count === 1 ? 'line goes' : 'lines go'} on ${isAbove ? 'above' : 'below'}: scroll there`}
            className={cx(
              'data absolute flex h-6 min-w-6 items-center justify-center gap-0.5 rounded-node border border-line bg-surface px-1 text-ink-2 hover:border-ink hover:text-ink',
              isAbove ? 'top-1' : 'bottom-1',
              corner.startsWith('source') ? 'left-2' : 'right-2',
            )}
          >
            <Way size={11} />
            {there.count}
          </button>
        );
      })}
    </div>
  );
}

const isSame = (a: GutterDrawing['beyond'], b: GutterDrawing['beyond']): boolean =>
  corners.every((corner) => a[corner]?.count === b[corner]?.count && a[corner]?.row === b[corner]?.row);
