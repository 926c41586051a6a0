'use client';

import { StatusGlyph } from '#components/ui/status-mark.tsx';
import type { Problem } from '#flow/problem.ts';
import { useDesigner } from '../state/designer-context.ts';
import { onlyNodes } from '../state/selection.ts';

/** Problems, errors first, each a way to the node it is about. */
export function ProblemList({ problems, empty, onJump }: { problems: Problem[]; empty: string; onJump?: () => void }) {
  const { faces, select, reveal, openInspector, openMapper } = useDesigner();
  if (problems.length === 0) return <p className="p-4 text-ink-2">{empty}</p>;
  const sorted = [...problems].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
  const jump = ({ where }: Problem) => {
    onJump?.();
    const fields = where.node ? faces.get(where.node)?.operation?.fields : undefined;
    const inMap =
      where.row !== undefined || (where.field !== undefined && !fields?.some(({ key }) => key === where.field));
    if (where.node && inMap && where.field !== 'connection' && fields?.some(({ type }) => type === 'mapping')) {
      openMapper(where.node);
    } else if (where.node && faces.has(where.node)) {
      select(onlyNodes([where.node]));
      openInspector();
      reveal(where.node);
    } else if (where.edge) select({ nodes: [], edges: [where.edge], notes: [] });
  };
  return (
    <ul aria-label="Problems">
      {sorted.map((problem) => (
        <li
          key={`${problem.code}-${JSON.stringify(problem.where)}-${problem.message}`}
          className="border-b border-line last:border-0"
        >
          <button
            type="button"
            onClick={() => jump(problem)}
            className="flex w-full gap-2 px-4 py-2.5 text-left hover:bg-canvas focus-visible:-outline-offset-2"
          >
            <span className="mt-0.5">
              <StatusGlyph mark={problem.severity === 'error' ? 'failed' : 'warn'} />
            </span>
            <span>
              <span className="sr-only">{problem.severity === 'error' ? 'Error: ' : 'Warning: '}</span>
              <span className="font-medium">{problem.message}</span>
              <span className="block text-ink-2">{problem.wayOut}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
