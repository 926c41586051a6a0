import type { Catalog, ConnectorManifest, OperationManifest, Shape } from '#flow/catalog.ts';

/** One thing that can be put on the canvas. */
export interface PaletteEntry {
  /** The operation, or `note`. */
  id: string;
  name: string;
  /** The mono words on the right. */
  detail: string;
  summary: string;
  shape: Shape | 'note';
  /** Its system; empty for what belongs to none. */
  system: string;
  operation: OperationManifest | null;
}

export interface PaletteSection {
  name: string;
  /** Entries under a system's name, or under none. */
  systems: { name: string; entries: PaletteEntry[] }[];
}

const sectionNames: Record<ConnectorManifest['group'], string> = {
  systems: 'Systems',
  start: 'Start',
  logic: 'Logic',
  structure: 'Structure',
};

export const noteEntry: PaletteEntry = {
  id: 'note',
  name: 'Note',
  detail: 'remark',
  summary: 'A remark on the drawing. It changes nothing that runs.',
  shape: 'note',
  system: '',
  operation: null,
};

/** Everything the catalog offers, note included, in the order of the palette. */
export function paletteEntries(catalog: Catalog): PaletteEntry[] {
  return paletteSections(catalog).flatMap((section) => section.systems.flatMap((system) => system.entries));
}

/** Systems, Start, Logic, Structure; a system's operations stand under its name. Sections without entries are left out. */
export function paletteSections(catalog: Catalog): PaletteSection[] {
  return (Object.keys(sectionNames) as ConnectorManifest['group'][]).flatMap((group) => {
    const systems = catalog.connectors
      .filter((connector) => connector.group === group)
      .map((connector) => ({
        name: group === 'systems' ? connector.name : '',
        entries: connector.operations.map((operation) => entryOf(connector, operation)),
      }));
    if (group === 'structure') systems.push({ name: '', entries: [noteEntry] });
    return systems.length === 0 ? [] : [{ name: sectionNames[group], systems }];
  });
}

function entryOf(connector: ConnectorManifest, operation: OperationManifest): PaletteEntry {
  const { id, name, detail, summary, shape } = operation;
  return { id, name, detail, summary, shape, system: connector.group === 'systems' ? connector.name : '', operation };
}

/** Those that fit what was typed, the best first: names before systems before descriptions. Nothing typed: all of them. */
export function search(entries: PaletteEntry[], typed: string): PaletteEntry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return entries
    .map((entry, at) => ({ entry, at, score: scoreOf(entry, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .map(({ entry }) => entry);
}

/** 0 when a word fits nowhere. */
function scoreOf(entry: PaletteEntry, words: string[]): number {
  let sum = 1;
  for (const word of words) {
    const score = Math.max(
      closeness(entry.name, word) * 4,
      closeness(entry.system, word) * 3,
      closeness(entry.detail, word) * 2,
      closeness(entry.summary, word),
    );
    if (score === 0) return 0;
    sum += score;
  }
  return sum;
}

/** 3 at the start, 2 at the start of a word, 1 anywhere. */
function closeness(text: string, word: string): number {
  const at = text.toLowerCase().indexOf(word);
  if (at < 0) return 0;
  if (at === 0) return 3;
  return new RegExp(`(^|[^\\p{L}\\p{N}])${escaped(word)}`, 'iu').test(text) ? 2 : 1;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
