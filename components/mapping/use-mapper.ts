'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import { toast } from '#components/ui/toast.tsx';
import type { Mapping, Rule, Source } from '#flow/mapping/document.ts';
import { editMapping, type MappingChange } from '#flow/mapping/edit.ts';
import type { Problem } from '#flow/problem.ts';
import { compareMappings, noChanges } from './changes/compare-mappings.ts';
import { coverageOf, isMapped, isRequiredMissing } from './coverage.ts';
import { type DropChoice, dropChoices } from './drop-choices.ts';
import { seenFrom } from './editors/places.ts';
import { whyNot } from './legal.ts';
import { type Ends, firstRemarks, type MapperModel, mapperModel, stated } from './mapper-model.ts';
import type { PreviewRequest } from './preview.ts';
import { remarksOf } from './remarks.ts';
import { givenOf, type MapperSample } from './samples/sample.ts';
import type { SourceRow } from './source-rows.ts';
import type { TargetRow } from './target-rows.ts';
import { usePreview } from './use-preview.ts';

export interface MapperInput {
  mapping: Mapping;
  ends: Ends;
  sample: MapperSample | undefined;
  zone: string;
  problems: Problem[];
  /** As it stands in the published version, if there is one. */
  published?: Mapping;
  onChange: (mapping: Mapping) => void;
  undo?: () => void;
}

/**
 * The mapping as the screen shows it: trees, lines, preview, remarks, and the changes a hand can make. `draft` stands in for
 * the mapping while an expression is being typed, so that its result shows before it is kept.
 */
export function useMapper({ mapping, ends, sample, zone, problems, published, onChange, undo }: MapperInput) {
  const [draft, setDraft] = useState<{ of: Mapping; mapping: Mapping; row?: string }>();
  const shown = draft?.of === mapping ? draft.mapping : mapping;
  const body = sample?.body;
  const { source, target } = ends;

  const model = useMemo(() => mapperModel(mapping, { source, target }, body), [mapping, source, target, body]);
  const request = useMemo<PreviewRequest | undefined>(
    () => (body === undefined ? undefined : { mapping: shown, schema: target, body, given: givenOf(sample, zone) }),
    [shown, target, body, sample, zone],
  );
  const { preview, stopped } = usePreview(request);
  const remarks = useMemo(() => remarksOf(model.targets, problems, preview), [model, problems, preview]);
  const firsts = useMemo(() => firstRemarks(remarks), [remarks]);
  const lines = useMemo(() => stated(model.lines, firsts), [model, firsts]);
  const changes = useMemo(() => (published ? compareMappings(published, mapping) : noChanges), [published, mapping]);
  const coverage = useMemo(() => coverageOf(model.targets), [model]);
  const counts = useMemo(
    () => ({
      errors: remarks.filter(({ state }) => state === 'error').length,
      lossy: remarks.filter(({ state }) => state === 'lossy').length,
      missing: model.targets.filter(isRequiredMissing).length,
      mapped: model.targets.filter(isMapped).length,
    }),
    [remarks, model],
  );

  const latest = useRef({ mapping, onChange, undo, model });
  latest.current = { mapping, onChange, undo, model };

  /** Takes back the change just made, by the undo that there is once it has been made. */
  const undoLast = useCallback(() => latest.current.undo?.(), []);

  const change = useCallback(
    (...changes: MappingChange[]): string | undefined => {
      const { mapping, onChange, model } = latest.current;
      const schemas = { source: model.sourceSchema, target: model.targetSchema };
      let next = mapping;
      let row: string | undefined;
      const hints: string[] = [];
      for (const one of changes) {
        const edited = editMapping(next, one, schemas);
        next = edited.mapping;
        row = edited.row ?? row;
        if (edited.hint) hints.push(edited.hint);
      }
      setDraft(undefined);
      if (next !== mapping) onChange(next);
      if (hints.length > 0) sayWithUndo(hints.join(' '), next !== mapping && undoLast);
      return row;
    },
    [undoLast],
  );

  /** Puts a whole mapping in the place of this one, as one step. */
  const replace = useCallback(
    (next: Mapping, words?: string) => {
      const { mapping, onChange } = latest.current;
      setDraft(undefined);
      if (next !== mapping) onChange(next);
      if (words) sayWithUndo(words, next !== mapping && undoLast);
    },
    [undoLast],
  );

  const tryOut = useCallback((change: MappingChange | undefined) => {
    const { mapping, model } = latest.current;
    if (!change) return setDraft(undefined);
    const schemas = { source: model.sourceSchema, target: model.targetSchema };
    const { mapping: tried, row } = editMapping(mapping, change, schemas);
    setDraft({ of: mapping, mapping: tried, row });
  }, []);

  /** Shows what a whole mapping would come to. */
  const tryMapping = useCallback((tried: Mapping | undefined) => {
    setDraft(tried && { of: latest.current.mapping, mapping: tried });
  }, []);

  /** What may be meant by putting sources on a target; nothing where there is no question, or it cannot be done. */
  const choicesFor = useCallback((sources: SourceRow[], target: TargetRow, byName: () => number): DropChoice[] => {
    if (sources.some((one) => whyNot(one, target) !== undefined)) return [];
    return dropChoices(sources, seenBy(sources, target, latest.current.model), target, byName);
  }, []);

  /**
   * Puts one source, or several as one text, on a target, as was chosen. Without a choice what stood there is replaced, and
   * that is said.
   */
  const connect = useCallback(
    (sources: SourceRow[], target: TargetRow, choice?: DropChoice): string | undefined => {
      const [first] = sources;
      if (!first) return undefined;
      const reason = sources.map((one) => whyNot(one, target)).find((one) => one !== undefined);
      if (reason) {
        toast(`${reason}.`, { mark: 'warn', id: 'mapper-illegal' });
        return undefined;
      }
      const { model } = latest.current;
      const at = {
        scope: target.scope,
        target: target.as === 'add' ? [freeName(first.name, target, model)] : target.target,
      };
      if (choice?.rule) {
        sayWithUndo(`${target.name} takes ${choice.detail} now; F2 says what becomes of them.`, undoLast);
        return change({ kind: 'put-rule', at, rule: choice.rule });
      }
      const row =
        sources.length === 1
          ? change({ kind: 'connect', source: first.path, at })
          : change({ kind: 'put-rule', at, rule: { kind: 'paths', of: seenBy(sources, target, model), take: 'join' } });
      if (target.field && row)
        sayWithUndo(`${target.name} now comes from ${sources.map(({ name }) => name).join(' and ')}.`, undoLast);
      return row;
    },
    [change, undoLast],
  );

  const putRule = useCallback(
    (target: TargetRow, rule: Rule) =>
      change({ kind: 'put-rule', at: { scope: target.scope, target: target.target }, rule }),
    [change],
  );

  const remove = useCallback(
    (target: TargetRow) => {
      const id = target.field?.id ?? target.loop?.id;
      if (id === undefined) return;
      change({ kind: 'remove-rows', rows: [id] });
      if (target.loop && target.loop.rows.length > 0) {
        sayWithUndo(`The loop and its ${target.loop.rows.length} rows are removed.`, undoLast);
      }
    },
    [change, undoLast],
  );

  /** The row that what is being typed would be kept in. */
  const draftRow = draft?.of === mapping ? draft.row : undefined;
  return {
    mapping,
    model,
    changes,
    draftRow,
    preview,
    stopped,
    remarks,
    firsts,
    lines,
    coverage,
    counts,
    change,
    replace,
    tryOut,
    tryMapping,
    choicesFor,
    connect,
    putRule,
    remove,
  };
}

export type MapperView = ReturnType<typeof useMapper>;

/** Sources as a rule of the target would name them. */
function seenBy(sources: SourceRow[], { scope }: TargetRow, { items }: MapperModel): Source[] {
  const stand = { item: items.get(scope ?? '') ?? [], isTop: scope === undefined };
  return sources.map(({ path }) => seenFrom(path, stand));
}

/** A new field is called as its source, with a number where that name is taken. */
function freeName(name: string, { scope }: TargetRow, { targets }: MapperModel): string {
  const taken = new Set(targets.filter((row) => row.scope === scope).map((row) => row.target[0]));
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}_${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function sayWithUndo(words: string, undo: (() => void) | false): void {
  toast(words, { id: 'mapper-said', ...(undo ? { action: { label: 'Undo', run: undo } } : {}) });
}
