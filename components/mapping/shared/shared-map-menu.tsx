'use client';

import { ChevronDown, Trash2 } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import type { SharedMapRow } from '#components/trpc.tsx';
import { Button, IconButton } from '#components/ui/button.tsx';
import { counted } from '#components/ui/format.ts';
import { Input, Labelled } from '#components/ui/input.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import type { Change } from '#flow/edit.ts';
import type { FlowNode } from '#flow/flow.ts';
import { type SharedMap, useSharedMap } from './use-shared-map.ts';

/** In the mapper's toolbar: whether this map is the flow's own or one that several flows use, and what can be done about it. */
export function SharedMapMenu({
  node,
  field,
  commit,
  more,
}: {
  node: FlowNode;
  /** Config key of the mapping. */
  field: string;
  commit: (change: Change) => unknown;
  /** What else is asked about maps, below. */
  more?: ReactNode;
}) {
  const map = useSharedMap(node, field, commit);
  const { pin, row, isChanged } = map;
  const newer = pin && row && row.version > pin.version;
  const words = !pin ? 'Own map' : `${row?.name ?? 'Shared map'} v${pin.version}`;
  const mark = isChanged ? ', changed here' : newer ? `, v${row.version} is there` : '';
  return (
    <Popover
      label="Shared map"
      side="left"
      width={340}
      trigger={(props) => (
        <Button size="sm" look="quiet" aria-label={`Map: ${words}${mark}`} title={`${words}${mark}`} {...props}>
          <span className="max-w-[150px] truncate">{words}</span>
          {mark ? <StatusGlyph mark="warn" size={13} /> : null}
          <ChevronDown size={13} />
        </Button>
      )}
    >
      {(close) => (
        <>
          {pin ? <Used map={map} onDone={close} /> : <Share map={map} name={node.name} onDone={close} />}
          {more ? <div className="border-t border-line px-3 py-2">{more}</div> : null}
        </>
      )}
    </Popover>
  );
}

function Used({ map, onDone }: { map: SharedMap; onDone: () => void }) {
  const { pin, row, isChanged, isBusy } = map;
  if (!pin) return null;
  const done = (work: Promise<unknown>) => void work.then(onDone);
  return (
    <div className="flex flex-col gap-2 p-3 whitespace-normal">
      {row ? <Name key={row.name} map={map} row={row} /> : <b>A map that was removed</b>}
      <p>
        Version {pin.version}
        {row && row.version > pin.version ? ` of ${row.version}` : ''}.{' '}
        <span className="text-ink-2">
          {isChanged
            ? 'It was changed here: the flow is published once the change is a version, or is taken back.'
            : 'A version never changes; other flows keep theirs.'}
        </span>
      </p>
      <div className="flex flex-wrap gap-2">
        {isChanged && row ? (
          <Button size="sm" look="primary" disabled={isBusy} onClick={() => done(map.save())}>
            Save as version {row.version + 1}
          </Button>
        ) : null}
        {isChanged ? (
          <Button size="sm" disabled={isBusy} onClick={() => done(map.use(pin, row?.name ?? 'the map'))}>
            Take version {pin.version} again
          </Button>
        ) : null}
        {row && row.version > pin.version ? (
          <Button
            size="sm"
            disabled={isBusy}
            onClick={() => done(map.use({ id: row.id, version: row.version }, row.name))}
          >
            Update to version {row.version}
          </Button>
        ) : null}
        <Button
          size="sm"
          onClick={() => {
            map.detach();
            onDone();
          }}
        >
          Detach
        </Button>
      </div>
      {row ? <UsedBy row={row} /> : null}
    </div>
  );
}

/** Kept when left or by Enter; Esc gives up. */
function Name({ map, row }: { map: SharedMap; row: SharedMapRow }) {
  const [text, setText] = useState(row.name);
  const isGivenUp = useRef(false);
  const keep = async () => {
    const name = text.trim();
    if (isGivenUp.current) return;
    if (name === '' || name === row.name || !(await map.rename(row.id, name))) setText(row.name);
  };
  return (
    <Input
      aria-label="Name of the shared map"
      title="Its name, for every flow that uses it"
      className="font-semibold"
      value={text}
      maxLength={80}
      disabled={map.isBusy}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      onKeyDownCapture={(event) => {
        // The menu closes by it, and what is typed is not kept.
        isGivenUp.current = event.key === 'Escape';
      }}
    />
  );
}

function UsedBy({ row }: { row: SharedMapRow }) {
  if (row.usedBy.length === 0) return <p className="label">Not saved in a flow yet.</p>;
  return (
    <>
      <h3 className="label font-normal">Used by</h3>
      <ul>
        {row.usedBy.map((use) => (
          <li key={`${use.flow.id} ${use.node.id} ${use.in}`} className="flex gap-2">
            <span className="min-w-0 flex-1 truncate">
              {use.flow.name} › {use.node.name}
            </span>
            <span className="label">
              v{use.version} in {use.in === 'draft' ? 'the draft' : 'what is published'}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Share({ map, name, onDone }: { map: SharedMap; name: string; onDone: () => void }) {
  const [text, setText] = useState(name);
  return (
    <>
      <form
        className="flex flex-col gap-2 p-3"
        onSubmit={async (event) => {
          event.preventDefault();
          if (await map.share(text.trim())) onDone();
        }}
      >
        <Labelled label="Keep it for other flows too, as" htmlFor="shared-map-name">
          <Input id="shared-map-name" value={text} maxLength={80} onChange={(event) => setText(event.target.value)} />
        </Labelled>
        <div>
          <Button size="sm" type="submit" disabled={map.isBusy || text.trim() === ''}>
            Share this map
          </Button>
        </div>
      </form>
      {map.maps.length > 0 ? (
        <div className="border-t border-line py-2">
          <h3 className="label px-3 pb-1 font-normal">Or use one in its place</h3>
          <ul>
            {map.maps.map((row) => (
              <li key={row.id} className="flex items-center gap-2 px-3 py-0.5">
                <span className="min-w-0 flex-1 truncate">{row.name}</span>
                <span className="label">{usedWords(row)}</span>
                <Button
                  size="sm"
                  disabled={map.isBusy}
                  aria-label={`Use ${row.name} version ${row.version}`}
                  onClick={() => void map.use({ id: row.id, version: row.version }, row.name).then(onDone)}
                >
                  Use v{row.version}
                </Button>
                {row.usedBy.length === 0 ? (
                  <IconButton size="sm" label={`Remove ${row.name}`} onClick={() => void map.remove(row.id)}>
                    <Trash2 size={13} />
                  </IconButton>
                ) : null}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  );
}

function usedWords({ usedBy }: SharedMapRow): string {
  const flows = new Set(usedBy.map(({ flow }) => flow.id)).size;
  return flows === 0 ? 'not used' : counted(flows, 'flow');
}
