'use client';

import { createContext, useContext } from 'react';
import type { ConnectionRow } from '#components/trpc.tsx';
import type { Catalog } from '#flow/catalog.ts';
import type { Change } from '#flow/edit.ts';
import type { Flow } from '#flow/flow.ts';
import type { Problem } from '#flow/problem.ts';
import type { NodeFace } from '../shapes/node-face.ts';
import type { Selection } from './selection.ts';

/** What every part of the designer shares. The document is the truth; all of these are views of it or questions about it. */
export interface Designer {
  id: string;
  flow: Flow;
  /** Read it inside event handlers: the flow as it is at that moment. */
  current(): Flow;
  catalog: Catalog;
  connections: ConnectionRow[];
  faces: Map<string, NodeFace>;
  problems: Problem[];
  commit(change: Change): Flow;
  undo(): void;
  redo(): void;
  /** Says what was done, with a button that takes it back as long as nothing else was done since. */
  sayDone(words: string): void;
  selection: Selection;
  select(next: Selection | ((before: Selection) => Selection)): void;
  /** Marks the node, brings it into view and moves the focus to it. */
  reveal(node: string): void;
  /** Opens what the node has to set: the mapper for a map, else the inspector. */
  open(node: string): void;
  openInspector(): void;
  openMapper(node: string): void;
  /** Says something to screen readers, politely. */
  announce(words: string): void;
}

const Context = createContext<Designer | null>(null);

export const DesignerProvider = Context.Provider;

export function useDesigner(): Designer {
  const designer = useContext(Context);
  if (!designer) throw new Error('useDesigner is called outside of the designer.');
  return designer;
}
