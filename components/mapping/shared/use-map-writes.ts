'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '#components/trpc.tsx';

/** Changes to the maps of the workspace; the list is read again after each. */
export function useMapWrites() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(trpc.maps.list.queryFilter());
  const { mutateAsync: create } = useMutation(trpc.maps.create.mutationOptions({ onSettled }));
  const { mutateAsync: save } = useMutation(trpc.maps.save.mutationOptions({ onSettled }));
  const { mutateAsync: remove } = useMutation(trpc.maps.remove.mutationOptions({ onSettled }));
  const { mutateAsync: rename } = useMutation(trpc.maps.rename.mutationOptions({ onSettled }));
  return { create, save, rename, remove };
}
