/** A row as the keyboard sees it. */
export interface KeyRow {
  key: string;
  depth: number;
  isExpandable: boolean;
  isExpanded: boolean;
}

export type TreeMove = { do: 'focus'; key: string } | { do: 'expand' | 'collapse'; key: string };

const page = 12;

/**
 * What an arrow key means in a tree, as in every tree of a desktop: up and down walk the rows that are seen, right opens
 * or steps in, left closes or steps out. `undefined`: nothing happens.
 */
export function treeMove(rows: KeyRow[], focused: string | undefined, pressed: string): TreeMove | undefined {
  const at = rows.findIndex((row) => row.key === focused);
  const here = rows[at];
  const to = (index: number): TreeMove | undefined => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    return row && row.key !== focused ? { do: 'focus', key: row.key } : undefined;
  };
  switch (pressed) {
    case 'ArrowDown':
      return to(at + 1);
    case 'ArrowUp':
      return at === -1 ? to(0) : to(at - 1);
    case 'PageDown':
      return to(at + page);
    case 'PageUp':
      return to(at - page);
    case 'Home':
      return to(0);
    case 'End':
      return to(rows.length - 1);
    case 'ArrowRight': {
      if (!here?.isExpandable) return undefined;
      if (!here.isExpanded) return { do: 'expand', key: here.key };
      const next = rows[at + 1];
      return next && next.depth > here.depth ? to(at + 1) : undefined;
    }
    case 'ArrowLeft': {
      if (!here) return undefined;
      if (here.isExpandable && here.isExpanded) return { do: 'collapse', key: here.key };
      const parent = rows.findLastIndex((row, index) => index < at && row.depth < here.depth);
      return parent === -1 ? undefined : to(parent);
    }
    default:
      return undefined;
  }
}
