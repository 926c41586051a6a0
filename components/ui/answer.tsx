import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { TroubleState } from './empty-state.tsx';
import { Later } from './skeleton.tsx';

/** The part of a query's result that says how far it is. */
interface Asked {
  isError: boolean;
  isPending: boolean;
  error: { message: string } | null;
  refetch(): unknown;
}

interface Props {
  of: Asked;
  /** Said when it failed: “The runs could not be read”. */
  failed: string;
  /** Stands in the place of what is coming. */
  waiting: ReactNode;
  children: ReactNode;
}

/** What a list shows: its trouble with a way to ask again, a still picture of what is coming, or what came. */
export function Answer({ of, failed, waiting, children }: Props) {
  if (of.isError) {
    return (
      <div className="p-6">
        <TroubleState
          title={failed}
          words={of.error?.message ?? ''}
          again={<Button onClick={() => of.refetch()}>Try again</Button>}
        />
      </div>
    );
  }
  return of.isPending ? <Later>{waiting}</Later> : children;
}
