/** Where a problem sits. `field` is a config key, or a mapping target such as `LineItems[].AccountCode`. */
export interface Where {
  node?: string;
  edge?: string;
  field?: string;
  row?: string;
}

/** Expected trouble, as a value. `message` names node and field in words; `wayOut` says what to do. Errors block publishing, warnings do not. */
export interface Problem {
  code: string;
  severity: 'error' | 'warning';
  message: string;
  wayOut: string;
  where: Where;
}

export type Result<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

export const blocking = (problems: Problem[]): Problem[] => problems.filter((problem) => problem.severity === 'error');
