'use client';

import dynamic from 'next/dynamic';
import { useCallback, useEffect, useRef, useState } from 'react';
import { LedgerDrawer } from '#components/ledger/ledger-drawer.tsx';
import { useRunNews } from '#components/runs/use-run-news.ts';
import { Page } from '#components/shell/page.tsx';
import type { FlowDetail } from '#components/trpc.tsx';
import { counted } from '#components/ui/format.ts';
import { toast } from '#components/ui/toast.tsx';
import type { Catalog } from '#flow/catalog.ts';
import { diffFlows } from '#flow/diff.ts';
import type { Point } from '#flow/edit.ts';
import type { Flow } from '#flow/flow.ts';
import { readFlow } from '#flow/migrate.ts';
import { DesignerBar } from './bar/designer-bar.tsx';
import { DesignerStatus } from './bar/designer-status.tsx';
import { Canvas } from './canvas/canvas.tsx';
import type { CanvasView } from './canvas/view.ts';
import { ConnectPicker } from './connect/connect-picker.tsx';
import { DriftLines } from './drift/drift-lines.tsx';
import { Inspector } from './inspector/inspector.tsx';
import { DesignerKeys } from './keyboard/designer-keys.tsx';
import { MapKeys } from './keyboard/map-keys.tsx';
import { OutlineView } from './outline/outline-view.tsx';
import type { Joining } from './palette/add-node.ts';
import { Palette } from './palette/palette.tsx';
import { QuickAdd } from './palette/quick-add.tsx';
import { useAddEntry } from './palette/use-add-entry.ts';
import { ConflictNotice } from './publish/conflict-notice.tsx';
import { RefusedDialog } from './publish/refused-dialog.tsx';
import { usePublish } from './publish/use-publish.ts';
import { useRunToast } from './run/run-toast.tsx';
import { useRunFlow } from './run/use-run-flow.ts';
import { DesignerProvider } from './state/designer-context.ts';
import { useDesignerState } from './state/use-designer-state.ts';

/** Loaded when the first map is opened. */
const Mapper = dynamic(() => import('#components/mapping/mapper.tsx').then((module) => module.Mapper), { ssr: false });

/** What lies over the canvas for a moment. */
type Over =
  /** `placed`: what is chosen goes where the search opened. */
  | { kind: 'search'; at: Point; placed: boolean; joining?: Joining }
  | { kind: 'connect'; at: Point; node: string; direction: 'downstream' | 'upstream' }
  | null;

/** The designer with everything loaded: palette, canvas, inspector; bar above, status below. */
export function DesignerRoom({ detail, opened, catalog }: { detail: FlowDetail; opened: Flow; catalog: Catalog }) {
  const root = useRef<HTMLDivElement>(null);
  const view = useRef<CanvasView>(null);
  const pointer = useRef<Point>(null);
  const nameField = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState<Over>(null);
  const [dock, setDock] = useState<'closed' | 'node' | 'flow'>('node');
  const [mapper, setMapper] = useState<string | null>(null);
  const [outline, setOutline] = useState(false);
  const [hand, setHand] = useState(false);
  const [ledger, setLedger] = useState(false);

  const { designer, draft, said } = useDesignerState({
    detail,
    opened,
    catalog,
    view,
    openInspector: useCallback(() => setDock('node'), []),
    openMapper: setMapper,
  });
  const { flow, selection } = designer;
  const add = useAddEntry(designer, view);

  useRunNews(detail.id);
  const { rehearsal, start } = useRunFlow(detail.id);
  useRunToast(rehearsal);
  const { publish, publishing, refused, forget } = usePublish(detail.id, draft.flush);
  const run = useCallback(() => {
    if (detail.whyNoRun) {
      toast(detail.whyNoRun, { mark: 'warn', id: 'run', stays: 12_000 });
      return;
    }
    start();
    const { published } = detail;
    const version = published && readFlow(published.document);
    const left = version?.ok ? diffFlows(version.value, designer.current()).length : 0;
    if (published && left > 0) {
      toast(`v${published.version} runs; ${counted(left, 'change')} not in it yet.`, {
        mark: 'warn',
        id: 'not-published',
        action: { label: 'Publish', run: () => void publish() },
      });
    }
  }, [detail, start, designer, publish]);

  const closeMapper = () => {
    const node = mapper;
    setMapper(null);
    if (node) requestAnimationFrame(() => designer.reveal(node));
  };
  useEffect(() => {
    document.title = `${flow.name} · Wheelwright`;
  }, [flow.name]);

  const closeOver = useCallback(() => {
    setOver(null);
    root.current?.focus({ preventScroll: true });
  }, []);
  const search = useCallback(
    (at: Point, joining?: Joining) => setOver({ kind: 'search', at, placed: true, joining }),
    [],
  );
  const middleOfScreen = () => {
    const box = root.current?.getBoundingClientRect();
    return box ? { x: box.x + box.width / 2 - 150, y: box.y + box.height / 3 } : { x: 0, y: 0 };
  };

  const [first] = selection.nodes;
  const one = selection.nodes.length + selection.notes.length === 1;
  const docked = dock === 'flow' || (dock === 'node' && one);

  // The panel takes room from the canvas: what it is about stays in sight.
  useEffect(() => {
    if (!docked || !first) return;
    // After a double click would be over, so that its second half does not miss.
    const timer = setTimeout(() => view.current?.show(first, true), 300);
    return () => clearTimeout(timer);
  }, [docked, first]);

  return (
    <DesignerProvider value={designer}>
      <Page
        full
        bar={
          <DesignerBar
            detail={detail}
            history={draft.history}
            running={rehearsal.kind === 'starting'}
            publishing={publishing}
            map={mapper === null ? undefined : designer.faces.get(mapper)?.node.name}
            onCloseMap={closeMapper}
            outline={outline}
            onOutline={() => setOutline(!outline)}
            onRun={run}
            onPublish={() => void publish()}
            onSettings={() => setDock(dock === 'flow' ? 'closed' : 'flow')}
          />
        }
        status={<DesignerStatus save={draft.save} ledger={ledger} onLedger={() => setLedger(!ledger)} />}
      >
        <h1 className="sr-only">{flow.name}</h1>
        <div className="flex h-full flex-col">
          {mapper ? null : <DriftLines flow={detail.id} onOpen={setMapper} />}
          <div className="flex min-h-0 flex-1">
            {mapper ? (
              <>
                <MapKeys onRun={run} onSave={() => void draft.flush()} onClose={closeMapper} />
                <Mapper
                  flowId={detail.id}
                  nodeId={mapper}
                  flow={flow}
                  catalog={catalog}
                  problems={designer.problems.filter((problem) => problem.where.node === mapper)}
                  undo={designer.undo}
                  redo={designer.redo}
                  onChange={(mapping) => {
                    const field = designer.faces.get(mapper)?.operation?.fields.find((one) => one.type === 'mapping');
                    if (field) designer.commit({ kind: 'set-config', node: mapper, field: field.key, value: mapping });
                  }}
                  onClose={closeMapper}
                />
              </>
            ) : (
              <>
                <Palette onAdd={(entry) => add(entry)} />
                <div className="relative min-w-0 flex-1">
                  {outline ? (
                    <OutlineView />
                  ) : (
                    <Canvas
                      root={root}
                      view={view}
                      pointer={pointer}
                      hand={hand}
                      onHand={setHand}
                      onSearch={search}
                      onDropEntry={(id, at, edge) => add(id, { at, joining: edge ? { edge } : undefined })}
                    >
                      {over?.kind === 'search' ? (
                        <QuickAdd
                          at={over.at}
                          joining={over.joining}
                          onClose={closeOver}
                          onAdd={(entry) => {
                            add(entry, {
                              at: over.placed ? view.current?.toFlow(over.at) : undefined,
                              joining: over.joining,
                            });
                            closeOver();
                          }}
                        />
                      ) : null}
                      {over?.kind === 'connect' ? (
                        <ConnectPicker node={over.node} direction={over.direction} at={over.at} onClose={closeOver} />
                      ) : null}
                    </Canvas>
                  )}
                  <ConflictNotice save={draft.save} />
                </div>
                {docked ? (
                  <Inspector
                    nameField={nameField}
                    onClose={() => {
                      setDock('closed');
                      if (first) designer.reveal(first);
                    }}
                    flow={dock === 'flow'}
                  />
                ) : null}
                <DesignerKeys
                  root={root}
                  view={view}
                  pointer={pointer}
                  nameField={nameField}
                  onSearch={() =>
                    setOver({
                      kind: 'search',
                      at: pointer.current ?? middleOfScreen(),
                      placed: pointer.current !== null,
                    })
                  }
                  onConnect={(node, direction) =>
                    setOver({ kind: 'connect', node, direction, at: placeOf(root.current, node) ?? middleOfScreen() })
                  }
                  onHand={setHand}
                  onRun={run}
                  onSave={() => void draft.flush()}
                  onLeave={() => setDock('closed')}
                />
              </>
            )}
          </div>
          {ledger && !mapper ? <LedgerDrawer flow={detail.id} onClose={() => setLedger(false)} /> : null}
        </div>
        <p aria-live="polite" className="sr-only">
          {said}
        </p>
        {refused.length > 0 ? (
          <RefusedDialog published={detail.published !== null} problems={refused} onClose={forget} />
        ) : null}
      </Page>
    </DesignerProvider>
  );
}

/** Just below a node on the screen. */
function placeOf(root: HTMLElement | null, node: string): Point | undefined {
  const element = root?.querySelector(`.react-flow__node-step[data-id="${CSS.escape(node)}"]`);
  const box = element?.getBoundingClientRect();
  return box && { x: box.x, y: box.bottom + 8 };
}
