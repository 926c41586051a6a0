/** A node of JSONata's syntax tree, as the reference parser gives it. Which parts are there depends on `type`. */
export interface Node {
  type: string;
  value?: unknown;
  position?: number;
  steps?: Node[];
  /** Filters on a step of a path. */
  stages?: Stage[];
  /** Filters on anything else. */
  predicate?: Stage[];
  group?: { lhs: Pair[] };
  lhs?: Node | Pair[];
  rhs?: Node;
  expression?: Node;
  expressions?: Node[];
  condition?: Node;
  then?: Node;
  else?: Node;
  arguments?: Node[];
  procedure?: Node;
  body?: Node;
  signature?: unknown;
  terms?: { descending: boolean; expression: Node }[];
  /** A call at the end of a function's body, which the reference makes after leaving the function. */
  thunk?: boolean;
  keepArray?: boolean;
  keepSingletonArray?: boolean;
  consarray?: boolean;
  tuple?: boolean;
  focus?: string;
  index?: string;
  ancestor?: unknown;
}

export interface Stage {
  type: string;
  expr: Node;
}

export type Pair = [key: Node, value: Node];
