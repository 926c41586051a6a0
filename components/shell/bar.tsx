'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { useWorkspaceName } from './use-workspace-name.ts';

export interface Crumb {
  label: string;
  href?: string;
  /** Instead of an address: the way back within the page. */
  onPress?: () => void;
}

/** The 40 px bar: workspace and crumbs, then what is said about the place, then its actions on the right. */
export function Bar({ crumbs, children, actions }: { crumbs: Crumb[]; children?: ReactNode; actions?: ReactNode }) {
  const workspace = useWorkspaceName();
  const all: Crumb[] = [{ label: workspace, href: '/' }, ...crumbs];
  return (
    <header className="flex h-10 min-w-0 items-center gap-3 border-b border-line bg-bg pr-3 pl-4 whitespace-nowrap">
      <nav aria-label="Breadcrumb" className="min-w-0">
        <ol className="flex min-w-0 items-center gap-2">
          {all.map((crumb, index) => (
            <li key={`${crumb.label}-${crumb.href ?? ''}`} className="flex min-w-0 items-center gap-2">
              {index > 0 ? <span className="text-ink-3">/</span> : null}
              {index === all.length - 1 ? (
                <span aria-current="page" className="truncate font-semibold">
                  {crumb.label}
                </span>
              ) : crumb.onPress ? (
                <button type="button" onClick={crumb.onPress} className="truncate text-ink-3 hover:underline">
                  {crumb.label}
                </button>
              ) : (
                // The workspace's name comes a moment later; until then the link has one all the same.
                <Link
                  href={crumb.href ?? '/'}
                  aria-label={crumb.label.trim() === '' ? 'Home' : undefined}
                  className="truncate text-ink-3"
                >
                  {crumb.label}
                </Link>
              )}
            </li>
          ))}
        </ol>
      </nav>
      <div className="flex min-w-0 flex-1 items-center gap-3 overflow-x-clip text-ink-2">{children}</div>
      <div className="flex shrink-0 items-center gap-2">{actions}</div>
    </header>
  );
}

/** A short upright hairline between two things in a bar or status line. */
export function Upright() {
  return <span aria-hidden="true" className="h-4 w-px shrink-0 bg-line" />;
}
