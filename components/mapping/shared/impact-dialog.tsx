'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { type FieldUse, useTRPC } from '#components/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { counted } from '#components/ui/format.ts';
import { Input, Labelled } from '#components/ui/input.tsx';
import type { JsonSchema } from '#flow/catalog.ts';
import { pathWords } from '#flow/mapping/path.ts';
import { tree } from '#flow/mapping/tree.ts';

/** Asks over all flows of the workspace what depends on a field of the source. */
export function ImpactButton({
  operation,
  title,
  schema,
}: {
  /** That gives what comes to the map. */
  operation: string;
  title: string;
  schema: JsonSchema | undefined;
}) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  // Esc closes the dialog alone, not the menu that holds the button.
  useEffect(() => {
    const element = box.current;
    if (!open || !element) return;
    const keep = (event: KeyboardEvent) => event.key === 'Escape' && event.stopPropagation();
    element.addEventListener('keydown', keep);
    return () => element.removeEventListener('keydown', keep);
  }, [open]);
  return (
    <>
      <Button size="sm" look="quiet" onClick={() => setOpen(true)}>
        What breaks if a field goes away?
      </Button>
      {open ? (
        <div ref={box}>
          <ImpactDialog operation={operation} title={title} schema={schema} onClose={() => setOpen(false)} />
        </div>
      ) : null}
    </>
  );
}

function ImpactDialog({
  operation,
  title,
  schema,
  onClose,
}: Parameters<typeof ImpactButton>[0] & { onClose: () => void }) {
  const trpc = useTRPC();
  const id = useId();
  const [text, setText] = useState('');
  const paths = useMemo(() => new Map(tree(schema).map(({ path }) => [pathWords(path), path])), [schema]);
  const path = paths.get(text.trim());
  const answer = useQuery({
    ...trpc.maps.impact.queryOptions({ operation, path: path ?? [''] }),
    enabled: path !== undefined,
  });
  return (
    <Dialog title="What breaks if a field goes away?" onClose={onClose} width={760}>
      <Labelled label={`Field of ${title}`} htmlFor={id}>
        <Input
          id={id}
          list={`${id}-fields`}
          placeholder="customer.email"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Labelled>
      <datalist id={`${id}-fields`}>
        {[...paths.keys()].map((words) => (
          <option key={words} value={words} />
        ))}
      </datalist>
      <div aria-live="polite" className="mt-3 whitespace-normal">
        {path === undefined ? (
          <p className="text-ink-2">
            {text === '' ? 'Choose a field: all flows of the workspace are looked through.' : 'There is no such field.'}
          </p>
        ) : null}
        {path && answer.error ? <p className="text-failed">{answer.error.message}</p> : null}
        {path && answer.data ? <Uses uses={answer.data} /> : null}
      </div>
    </Dialog>
  );
}

function Uses({ uses }: { uses: FieldUse[] }) {
  if (uses.length === 0) return <p>Nothing: no map reads it.</p>;
  const flows = Map.groupBy(uses, ({ flow }) => flow.id);
  return (
    <>
      <p className="mb-2 font-medium">
        {counted(uses.length, 'field')} in {counted(flows.size, 'flow')}
      </p>
      <table className="w-full text-left">
        <thead className="label">
          <tr>
            <th className="py-1 pr-3 font-normal">Flow › map</th>
            <th className="py-1 pr-3 font-normal">Field</th>
            <th className="py-1 pr-3 font-normal">Reads</th>
            <th className="py-1 font-normal">Then</th>
          </tr>
        </thead>
        <tbody>
          {uses.map((use) => (
            <tr key={`${use.flow.id} ${use.node} ${use.row}`} className="border-t border-line align-top">
              <td className="py-1 pr-3">
                <Link href={`/flows/${use.flow.id}`}>{use.flow.name}</Link> › {use.nodeName}
                <span className="label block">{use.in.map((one) => inWords[one]).join(' and ')}</span>
              </td>
              <td className="data py-1 pr-3 wrap-break-word">{use.target}</td>
              <td className="data py-1 pr-3 wrap-break-word">{use.source}</td>
              <td className="py-1">{fateWords[use.becomes]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const inWords: Record<FieldUse['in'][number], string> = { draft: 'draft', published: 'published' };

const fateWords: Record<FieldUse['becomes'], string> = {
  parked: 'Messages are parked',
  fails: 'The run fails',
  'left out': 'The field is left out',
  null: 'null is written',
  default: 'Its default is written',
  'empty list': 'The list is empty',
  depends: 'Depends on the expression',
};
