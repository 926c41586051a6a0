'use client';

import { Search, X } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { Select } from '#components/ui/input.tsx';
import { markOf } from '#components/ui/status-mark.tsx';
import { parseRunSearch, type RunFilters, searchedStatuses, statusOf } from './search.ts';

/** The search box for a business key, and the two filters beside it. Enter searches; what is named in the box becomes a filter. */
export function RunSearch({
  filters,
  flows,
  onChange,
  children,
}: {
  filters: RunFilters;
  flows: { id: string; name: string }[];
  onChange: (filters: RunFilters) => void;
  /** At the end of the line, in the place of the hint. */
  children?: ReactNode;
}) {
  const [text, setText] = useState(filters.key ?? '');
  useEffect(() => setText(filters.key ?? ''), [filters.key]);

  const search = (event: FormEvent) => {
    event.preventDefault();
    const { key, ...named } = parseRunSearch(text, flows);
    onChange({ ...filters, ...named, key });
    setText(key ?? '');
  };
  const clear = () => {
    setText('');
    onChange({ ...filters, key: undefined });
  };

  return (
    <search className="flex h-13 shrink-0 items-center gap-2 border-b border-line px-6">
      <form
        onSubmit={search}
        className="flex h-8 w-[min(520px,42%)] items-center gap-2 rounded-input border border-line-strong bg-raised px-2 focus-within:border-ink focus-within:outline focus-within:outline-ink"
      >
        <Search size={16} aria-hidden="true" className="shrink-0 text-ink-2" />
        <input
          aria-label="Find a business key"
          placeholder="order:#1002"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && text && clear()}
          className="min-w-0 flex-1 bg-transparent text-body outline-none"
          spellCheck={false}
          autoComplete="off"
        />
        {text ? (
          <button
            type="button"
            aria-label="Clear the search"
            onClick={clear}
            className="grid size-6 place-items-center"
          >
            <X size={14} aria-hidden="true" />
          </button>
        ) : null}
      </form>
      <div className="w-32 shrink-0">
        <Select
          aria-label="Status"
          value={filters.status ?? ''}
          onChange={(event) => onChange({ ...filters, status: statusOf(event.target.value) })}
        >
          <option value="">Any status</option>
          {searchedStatuses.map((status) => (
            <option key={status} value={status}>
              {markOf(status).word}
            </option>
          ))}
        </Select>
      </div>
      <div className="w-56 shrink-0">
        <Select
          aria-label="Flow"
          value={filters.flow ?? ''}
          onChange={(event) => onChange({ ...filters, flow: event.target.value || undefined })}
        >
          <option value="">All flows</option>
          {flows.map((flow) => (
            <option key={flow.id} value={flow.id}>
              {flow.name}
            </option>
          ))}
        </Select>
      </div>
      <div className="ml-auto flex min-w-0" aria-live="polite">
        {children ?? (
          <span className="label truncate">an order, customer or invoice number, as the flow&apos;s key has it</span>
        )}
      </div>
    </search>
  );
}
