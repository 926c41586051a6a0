import { type MessageState, messageStates, runStatuses } from '#flow/run/status.ts';

/** The statuses to look for: those of runs, and `parked` for runs that hold a message that needs a person. */
export const searchedStatuses = [...runStatuses, 'parked'] as const;
export type SearchedStatus = (typeof searchedStatuses)[number];

/** What the runs list is narrowed to. The same names stand in the page's address and in `runs.list`. */
export interface RunFilters {
  /** Business key, such as `#1002`. */
  key?: string;
  status?: SearchedStatus;
  /** Id of a flow. */
  flow?: string;
  /** Id of the trigger that began the run. */
  trigger?: string;
  /** Runs that hold a message in this state. */
  holds?: MessageState;
  /** Runs accepted on this UTC day or later, `2026-11-23`. */
  first?: string;
}

interface NamedFlow {
  id: string;
  name: string;
}

/**
 * Reads the search box. `status:failed` and `flow:"Orders to invoices"` are filters, whatever else is the business key,
 * with or without the name of its kind: `order:#1002`, `#1002`. A status or flow that does not exist is searched as a key.
 */
export function parseRunSearch(text: string, flows: NamedFlow[]): RunFilters {
  const filters: RunFilters = {};
  const rest: string[] = [];
  for (const { name, value, written } of wordsOf(text)) {
    const status = name === 'status' ? statusOf(value) : undefined;
    const flow = name === 'flow' ? flowOf(value, flows) : undefined;
    if (status) filters.status = status;
    else if (flow) filters.flow = flow;
    else if (name && name !== 'status' && name !== 'flow') rest.push(value);
    else rest.push(written);
  }
  const key = rest.join(' ').trim();
  if (key) filters.key = key;
  return filters;
}

/** The filters an address holds; what it holds that does not exist is left out. */
export function filtersFromAddress(address: URLSearchParams): RunFilters {
  const filters: RunFilters = {};
  const key = address.get('key')?.trim();
  const status = statusOf(address.get('status') ?? '');
  const flow = address.get('flow');
  if (key) filters.key = key;
  if (status) filters.status = status;
  if (flow) filters.flow = flow;
  const trigger = address.get('trigger');
  const holds = messageStates.find((state) => state === address.get('holds'));
  const first = address.get('first');
  if (trigger) filters.trigger = trigger;
  if (holds) filters.holds = holds;
  if (first && /^\d{4}-\d\d-\d\d$/.test(first)) filters.first = first;
  return filters;
}

/** `?status=failed&key=%231002`, in a fixed order, or nothing when nothing is filtered. */
export function addressOfFilters(filters: RunFilters): string {
  const address = new URLSearchParams();
  if (filters.flow) address.set('flow', filters.flow);
  if (filters.status) address.set('status', filters.status);
  if (filters.key) address.set('key', filters.key);
  if (filters.trigger) address.set('trigger', filters.trigger);
  if (filters.holds) address.set('holds', filters.holds);
  if (filters.first) address.set('first', filters.first);
  const text = address.toString();
  return text && `?${text}`;
}

interface Word {
  name: string | null;
  value: string;
  written: string;
}

/** Words apart by spaces; quotes hold words together. `https://…` and `a:` are no named words. */
function wordsOf(text: string): Word[] {
  return [...text.matchAll(/(?:([a-z][a-z-]*):(?!\/\/))?(?:"([^"]*)"?|([^\s"]+))/gi)].map((match) => ({
    name: match[1]?.toLowerCase() ?? null,
    value: match[2] ?? match[3] ?? '',
    written: match[0],
  }));
}

export function statusOf(text: string): SearchedStatus | undefined {
  return searchedStatuses.find((status) => status === text.toLowerCase());
}

function flowOf(text: string, flows: NamedFlow[]): string | undefined {
  const wanted = text.toLowerCase();
  const exact = flows.find((flow) => flow.id === text || flow.name.toLowerCase() === wanted);
  const starting = flows.filter((flow) => flow.name.toLowerCase().startsWith(wanted));
  return (exact ?? (starting.length === 1 ? starting[0] : undefined))?.id;
}
