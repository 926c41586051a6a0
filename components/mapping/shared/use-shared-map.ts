'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type SharedMapRow, useTRPC } from '#components/trpc.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { Change } from '#flow/edit.ts';
import type { FlowNode } from '#flow/flow.ts';
import { type Json, parseJson } from '#flow/json.ts';
import { emptyMapping, mappingSchema } from '#flow/mapping/document.ts';
import { canonicalMapping, type SharedPin, sharedKey, sharedPin } from '#flow/mapping-shared.ts';
import { useMapWrites } from './use-map-writes.ts';

export interface SharedMap {
  maps: SharedMapRow[];
  pin: SharedPin | undefined;
  /** The map that is used; undefined also while it is read, or when it was removed. */
  row: SharedMapRow | undefined;
  /** The mapping here is not that of the version any more. */
  isChanged: boolean;
  isBusy: boolean;
  /** Keeps this mapping for other flows too, and uses it here. */
  share(name: string): Promise<boolean>;
  /** Takes a version in place of the mapping here. */
  use(pin: SharedPin, name: string): Promise<void>;
  /** Makes the change made here the next version, and uses it. */
  save(): Promise<void>;
  /** The mapping stays, as the flow's own. */
  detach(): void;
  /** For every flow that uses it. False, and said why, when it could not be. */
  rename(id: string, name: string): Promise<boolean>;
  remove(id: string): Promise<void>;
}

/** How one map node stands to the maps of the workspace. */
export function useSharedMap(node: FlowNode, field: string, commit: (change: Change) => unknown): SharedMap {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const writes = useMapWrites();
  const [isBusy, setIsBusy] = useState(false);
  const list = useQuery(trpc.maps.list.queryOptions());
  const pin = sharedPin(node);
  const version = useQuery({
    ...trpc.maps.version.queryOptions({ id: pin?.id ?? '', version: pin?.version ?? 1 }),
    enabled: pin !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const own = mappingSchema.safeParse(node.config[field] ?? emptyMapping);
  const text = own.success ? canonicalMapping(own.data) : '';
  const row = list.data?.find(({ id }) => id === pin?.id);

  const put = (values: Record<string, Json | undefined>, label: string) =>
    commit({ kind: 'set-configs', node: node.id, values, label });
  const busy = async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    setIsBusy(true);
    try {
      return await work();
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error), { mark: 'failed', id: 'shared-map' });
      return undefined;
    } finally {
      setIsBusy(false);
    }
  };

  return {
    maps: list.data ?? [],
    pin,
    row,
    isChanged: version.data !== undefined && version.data.document !== text,
    isBusy,
    async share(name) {
      const made = await busy(() => writes.create({ name, document: text }));
      if (!made) return false;
      put({ [sharedKey]: { ...made } }, `Share the map “${name}”`);
      toast(`“${name}” can be used by other flows now.`, { mark: 'ok', id: 'shared-map' });
      return true;
    },
    async use(wanted, name) {
      const found = await busy(() => queries.fetchQuery(trpc.maps.version.queryOptions({ ...wanted })));
      if (!found) return;
      const values = { [field]: parseJson(found.document), [sharedKey]: { ...wanted } };
      put(values, `Use version ${wanted.version} of “${name}”`);
    },
    async save() {
      if (!pin || !row) return;
      const saved = await busy(() => writes.save({ id: pin.id, after: row.version, document: text }));
      if (!saved) return;
      put({ [sharedKey]: { id: pin.id, version: saved.version } }, `Save version ${saved.version} of “${row.name}”`);
      toast(`Version ${saved.version} of “${row.name}” is saved. Other flows keep theirs until they update.`, {
        mark: 'ok',
        id: 'shared-map',
      });
    },
    detach: () => void put({ [sharedKey]: undefined }, 'Detach the map'),
    rename: async (id, name) => (await busy(() => writes.rename({ id, name }).then(() => true))) === true,
    remove: async (id) => void (await busy(() => writes.remove({ id }))),
  };
}
