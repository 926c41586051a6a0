import { type Flow, nodeOf } from '../flow.ts';
import type { Change, Point } from './change.ts';
import { freshId } from './ids.ts';
import { kept, takeOutOfGroups } from './nodes.ts';

type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

export function moveNodes(draft: Flow, positions: Record<string, Point>): void {
  for (const [id, at] of Object.entries(positions)) {
    const now = draft.drawing.positions[id];
    if (now?.x === at.x && now.y === at.y) continue;
    if (now || nodeOf(draft, id)) draft.drawing.positions[id] = { x: at.x, y: at.y };
  }
}

export function addNote(draft: Flow, { note }: Of<'add-note'>): void {
  const id = freshId(
    'note',
    draft.drawing.notes.map((other) => other.id),
  );
  draft.drawing.notes.push({ ...note, id });
}

export function editNote(draft: Flow, { note: id, text }: Of<'edit-note'>): void {
  const note = draft.drawing.notes.find((candidate) => candidate.id === id);
  if (note) note.text = text;
}

export function placeNote(draft: Flow, { note: id, frame }: Of<'place-note'>): void {
  const note = draft.drawing.notes.find((candidate) => candidate.id === id);
  if (note) Object.assign(note, frame);
}

export function removeNotes(draft: Flow, { notes }: Of<'remove-notes'>): void {
  draft.drawing.notes = kept(draft.drawing.notes, (note) => !notes.includes(note.id));
}

/** A node is in one group at most; grouping takes it out of its old one. */
export function groupNodes(draft: Flow, { nodes, name }: Of<'group-nodes'>): void {
  const members = draft.nodes.flatMap((node) => (nodes.includes(node.id) ? [node.id] : []));
  if (members.length === 0) return;
  takeOutOfGroups(draft, new Set(members));
  const id = freshId(
    'group',
    draft.drawing.groups.map((group) => group.id),
  );
  draft.drawing.groups.push({ id, name, nodes: members });
}

export function ungroup(draft: Flow, { group: id }: Of<'ungroup'>): void {
  draft.drawing.groups = kept(draft.drawing.groups, (group) => group.id !== id);
}

export function renameGroup(draft: Flow, { group: id, name }: Of<'rename-group'>): void {
  const group = draft.drawing.groups.find((candidate) => candidate.id === id);
  if (group) group.name = name;
}
