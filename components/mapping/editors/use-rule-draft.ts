'use client';

import { useRef, useState } from 'react';
import type { Rule } from '#flow/mapping/document.ts';
import type { TargetRow } from '../target-rows.ts';
import type { MapperView } from '../use-mapper.ts';

/** A rule while it is being edited: every change is tried out in the preview, and kept as one step when the editor is left. */
export interface RuleDraft<R extends Rule> {
  rule: R;
  set(rule: R): void;
  keep(): void;
  giveUp(): void;
}

export function useRuleDraft<R extends Rule>(row: TargetRow, view: MapperView, first: R): RuleDraft<R> {
  const [rule, setRule] = useState(first);
  const now = useRef(first);
  const kept = useRef(JSON.stringify(row.field?.rule));
  const at = { scope: row.scope, target: row.target };
  return {
    rule,
    set(next) {
      now.current = next;
      setRule(next);
      view.tryOut({ kind: 'put-rule', at, rule: next });
    },
    keep() {
      const text = JSON.stringify(now.current);
      if (text === kept.current || now.current === first) return;
      kept.current = text;
      view.putRule(row, now.current);
    },
    giveUp() {
      now.current = first;
      view.tryOut(undefined);
    },
  };
}
