/** What a target of the kill test tells of itself. */
export interface Target {
  /** By thing (an order, or one line of it), the keys under which it was acted on. */
  acts: Record<string, string[]>;
  /** Keys that came a second time with another body. */
  bodyChanged: string[];
}

/** By path. */
export type Targets = Record<string, Target>;

/** What was accepted, and what must come of it. */
export interface Sent {
  lane: string;
  order: string;
  /** Where its parts must arrive, each once; none: the flow filters it. */
  expects: { path: string; thing: string }[];
}

/** What the product says of itself, apart from what arrived. */
export interface Told {
  /** Orders of which something is parked. */
  parked: ReadonlySet<string>;
  /** By lane. */
  ledger: Record<string, { received: number; filtered: number; gap: number; differs: number }>;
}

export interface Verdict {
  accepted: number;
  /** The four add up to what was accepted: parked where a person has to decide, else delivered, filtered or lost. */
  delivered: number;
  filtered: number;
  parked: number;
  lost: number;
  /** Things that a target acted on more than once, or that came where they have no business. */
  doubled: number;
  /** Same key, other body. */
  bodyChanged: number;
  /** What else does not add up, in words. */
  wrong: string[];
}

export const isOpen = ({ order, expects }: Sent, targets: Targets, parked: ReadonlySet<string>): boolean =>
  !parked.has(order) && expects.some(({ path, thing }) => !targets[path]?.acts[thing]);

/** Judges by what arrived at the targets, which are never killed; the product is believed only what it says against itself, and what it filtered. */
export function judge(sent: Sent[], targets: Targets, { parked, ledger }: Told): Verdict {
  const wrong: string[] = [];
  const state = { delivered: 0, filtered: 0, parked: 0, lost: 0 };
  for (const [lane, orders] of Map.groupBy(sent, (one) => one.lane)) {
    const told = ledger[lane] ?? { received: 0, filtered: 0, gap: 0, differs: 0 };
    let filterable = told.filtered;
    for (const one of orders) {
      if (parked.has(one.order)) state.parked += 1;
      else if (isOpen(one, targets, parked)) state.lost += 1;
      else if (one.expects.length > 0) state.delivered += 1;
      else if (filterable-- > 0) state.filtered += 1;
      else state.lost += 1;
    }
    if (told.received !== orders.length)
      wrong.push(`${lane}: ${orders.length} were accepted, and its ledger has received ${told.received}.`);
    if (told.gap !== 0 || told.differs !== 0)
      wrong.push(`${lane}: the ledger has a gap of ${told.gap} and differs by ${told.differs}.`);
  }
  const wanted = new Set(sent.flatMap(({ expects }) => expects.map(({ path, thing }) => `${path} ${thing}`)));
  let doubled = 0;
  for (const [path, { acts }] of Object.entries(targets))
    for (const [thing, keys] of Object.entries(acts))
      if (keys.length > 1 || (keys.length > 0 && !wanted.has(`${path} ${thing}`))) doubled += 1;
  const bodyChanged = Object.values(targets).reduce((sum, target) => sum + target.bodyChanged.length, 0);
  return { accepted: sent.length, ...state, doubled, bodyChanged, wrong };
}
