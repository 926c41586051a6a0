'use client';

import { Search } from 'lucide-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { Input } from '#components/ui/input.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { ShapeGlyph } from '../shapes/shape-glyph.tsx';
import { useDesigner } from '../state/designer-context.ts';
import { startDrag } from './dragged-entry.ts';
import { type PaletteEntry, paletteEntries, paletteSections, search } from './palette-entries.ts';

/** What can be drawn: drag it onto the canvas, or press it. */
export function Palette({ onAdd }: { onAdd: (entry: PaletteEntry) => void }) {
  const { catalog } = useDesigner();
  const [typed, setTyped] = useState('');
  const sections = useMemo(() => paletteSections(catalog), [catalog]);
  const found = useMemo(() => search(paletteEntries(catalog), typed), [catalog, typed]);
  const searching = typed.trim() !== '';

  const enter = (event: KeyboardEvent) => {
    const [first] = found;
    if (event.key === 'Enter' && searching && first) onAdd(first);
    if (event.key === 'Escape' && typed !== '') {
      event.stopPropagation();
      setTyped('');
    }
  };

  return (
    <aside aria-label="Palette" data-area="palette" className="flex w-66 shrink-0 flex-col border-r border-line bg-bg">
      <div className="relative m-3 mb-1">
        <Search size={15} aria-hidden="true" className="absolute top-1.5 left-2 text-ink-3" />
        <Input
          type="search"
          aria-label="Find a system or step"
          placeholder="Find a system or step"
          className="pr-8 pl-7.5"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={enter}
        />
        {typed === '' ? (
          <span className="absolute top-1 right-1.5" title="On the canvas, N searches at the pointer">
            <Kbd>N</Kbd>
          </span>
        ) : null}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto pb-4">
        {searching ? (
          <ul aria-label="Found">
            {found.map((entry) => (
              <Entry key={entry.id} entry={entry} onAdd={onAdd} note={entry.system} />
            ))}
            {found.length === 0 ? (
              <li className="px-4 py-2 text-ink-2">
                Nothing is called “{typed}”. Any REST system can be reached by an HTTP request.
              </li>
            ) : null}
          </ul>
        ) : (
          sections.map((section) => (
            <section key={section.name} aria-label={section.name}>
              <h2 className="label px-4 pt-3 pb-1 font-normal">{section.name}</h2>
              {section.systems.map((system) => (
                <div key={system.name || section.name + system.entries[0]?.id}>
                  {system.name ? <p className="px-4 pt-1 font-semibold">{system.name}</p> : null}
                  <ul aria-label={system.name || section.name}>
                    {system.entries.map((entry) => (
                      <Entry key={entry.id} entry={entry} onAdd={onAdd} note={entry.detail} />
                    ))}
                  </ul>
                </div>
              ))}
            </section>
          ))
        )}
      </div>
    </aside>
  );
}

function Entry({ entry, onAdd, note }: { entry: PaletteEntry; onAdd: (entry: PaletteEntry) => void; note: string }) {
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onAdd(entry);
  };
  return (
    <li>
      {/* biome-ignore lint/a11y/useSemanticElements: Firefox lets no one drag a real button. */}
      <div
        role="button"
        tabIndex={0}
        draggable
        aria-description={entry.summary}
        title={entry.summary}
        onClick={() => onAdd(entry)}
        onKeyDown={press}
        onDragStart={(event) => startDrag(event.dataTransfer, entry.id)}
        className="flex h-7 cursor-grab items-center gap-3 px-4 hover:bg-canvas focus-visible:-outline-offset-2"
      >
        <ShapeGlyph shape={entry.shape} />
        <span className="flex-1 truncate">{entry.name}</span>
        <span aria-hidden="true" className="data max-w-28 truncate text-ink-3">
          {note}
        </span>
      </div>
    </li>
  );
}
