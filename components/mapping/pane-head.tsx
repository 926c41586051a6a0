'use client';

import { Search, X } from 'lucide-react';
import { type ReactNode, type RefObject, useState } from 'react';
import { IconButton } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';

export interface PaneFilter<Id extends string> {
  id: Id;
  words: string;
  count: string | number;
  tone?: 'failed' | 'warn';
  /** Gives way where the pane is narrow. */
  isMinor?: boolean;
}

/** Title line and filter line of a pane, 60 px together. The search takes the filters' place while it is in use. */
export function PaneHead<Id extends string>({
  title,
  detail,
  end,
  more,
  filters,
  chosen,
  onChoose,
  search,
  onSearch,
  searchBox,
  onLeaveSearch,
}: {
  title: string;
  detail?: string;
  end: ReactNode;
  /** Behind the end: what can be done with the whole side. */
  more?: ReactNode;
  filters: PaneFilter<Id>[];
  chosen: Id;
  onChoose: (id: Id) => void;
  search: string;
  onSearch: (search: string) => void;
  searchBox: RefObject<HTMLInputElement | null>;
  /** Down or Enter: on to the rows. */
  onLeaveSearch: () => void;
}) {
  const [isSearching, setSearching] = useState(false);
  const shown = isSearching || search !== '';
  return (
    <header className="@container shrink-0">
      <div className="flex h-7 items-center gap-2 border-b border-line bg-bg px-3 whitespace-nowrap">
        <h2 className="truncate text-body font-semibold">{title}</h2>
        <span className="label min-w-0 flex-1 truncate">{detail}</span>
        <span className="data text-ink-3">{end}</span>
        {more}
      </div>
      <div className="relative flex h-8 items-center gap-3.5 border-b border-line px-3 text-label whitespace-nowrap text-ink-2">
        <div className={cx('flex min-w-0 flex-1', shown && 'invisible')}>
          <FilterChips filters={filters} chosen={chosen} onChoose={onChoose} />
        </div>
        <input
          ref={searchBox}
          type="search"
          aria-label={`Search ${title}`}
          placeholder={`Search ${title}`}
          value={search}
          onFocus={() => setSearching(true)}
          onBlur={() => setSearching(false)}
          onChange={(event) => onSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onSearch('');
            if (!['Escape', 'Enter', 'ArrowDown'].includes(event.key)) return;
            event.preventDefault();
            event.stopPropagation();
            onLeaveSearch();
          }}
          className={cx(
            'absolute inset-y-1 left-3 right-10 bg-surface text-label text-ink outline-none [&::-webkit-search-cancel-button]:hidden',
            !shown && 'pointer-events-none opacity-0',
          )}
        />
        <IconButton
          size="sm"
          label={shown ? 'Clear the search' : `Search ${title}`}
          className="-mr-1.5"
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => {
            if (shown) {
              onSearch('');
              searchBox.current?.blur();
            } else searchBox.current?.focus();
          }}
        >
          {shown ? <X size={14} /> : <Search size={15} />}
        </IconButton>
      </div>
    </header>
  );
}

/** Filters in a line, each with its count; one of them is chosen. */
export function FilterChips<Id extends string>({
  filters,
  chosen,
  onChoose,
}: {
  filters: PaneFilter<Id>[];
  chosen: Id;
  onChoose: (id: Id) => void;
}) {
  return (
    <div className="flex min-w-0 flex-1 items-center gap-3 overflow-hidden">
      {filters.map((filter) => (
        <button
          key={filter.id}
          type="button"
          aria-pressed={chosen === filter.id}
          onClick={() => onChoose(filter.id)}
          className={cx(
            'h-6 hover:text-ink',
            filter.isMinor && chosen !== filter.id && '@max-[470px]:hidden',
            chosen === filter.id ? 'font-semibold text-ink' : undefined,
            filter.tone === 'failed' && 'font-medium text-failed',
            filter.tone === 'warn' && 'font-medium text-warn',
            filter.tone && chosen === filter.id && 'underline underline-offset-4',
          )}
        >
          {filter.words} <span className="num">{filter.count}</span>
        </button>
      ))}
    </div>
  );
}
