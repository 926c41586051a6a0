'use client';

import Link from 'next/link';
import { type ReactNode, useEffect, useState } from 'react';
import { Bar, Upright } from '#components/shell/bar.tsx';
import { Page } from '#components/shell/page.tsx';
import { FailureForm } from './failure-form.tsx';

/** A sandbox system's page: what it is, its content, and on the right how to reach it and how to make it fail. */
export function SandboxFrame({
  title,
  system,
  stands,
  other,
  children,
}: {
  title: string;
  system: 'shopify' | 'xero';
  /** Whom it stands in for. */
  stands: string;
  other: { href: string; label: string };
  children: ReactNode;
}) {
  return (
    <Page
      full
      bar={
        <Bar crumbs={[{ label: 'Sandbox', href: '/connections' }, { label: title }]}>
          <Upright />
          <span className="label rounded-node border border-line-strong px-1.5">
            Sandbox system: nothing here is real
          </span>
          <span className="ml-auto flex gap-4">
            <Link href={other.href}>{other.label}</Link>
            <Link href="/runs">Runs</Link>
          </span>
        </Bar>
      }
    >
      <div className="grid h-full grid-cols-[minmax(0,1fr)_320px]">
        <div className="overflow-auto bg-surface px-8 py-6">{children}</div>
        <aside aria-label={`About the ${title}`} className="flex flex-col gap-6 overflow-auto border-l border-line p-5">
          <section>
            <h2 className="mb-1">{title}</h2>
            <p className="text-ink-2">
              Stands in for {stands}: its paths, its rules, its limits. Connections reach it over HTTP, as they would
              the vendor, at
            </p>
            <Address path={`/sandbox/${system}`} />
          </section>
          <FailureForm system={system} name={title.toLowerCase()} />
        </aside>
      </div>
    </Page>
  );
}

/** The whole address, once the browser knows where it is. */
function Address({ path }: { path: string }) {
  const [origin, setOrigin] = useState('');
  useEffect(() => setOrigin(window.location.origin), []);
  return (
    <code className="data mt-1 block border border-line bg-surface px-2 py-1 break-all">
      {origin}
      {path}
    </code>
  );
}
