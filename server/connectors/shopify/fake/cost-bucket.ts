import type { FakeDeps } from '../../fake.ts';

export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

/** Points per second, and how many can be saved up. The vendor's Standard plan restores 100 a second. */
export interface Plan {
  restoreRate: number;
  maximumAvailable: number;
}

export const standardPlan: Plan = { restoreRate: 100, maximumAvailable: 2000 };

/** No single query may ask for more, however full the bucket is. */
export const maximumQueryCost = 1000;

export interface CostBucket {
  status(): Promise<ThrottleStatus>;
  take(points: number): Promise<ThrottleStatus>;
}

/** The leaky bucket of one app at one shop, refilled by the clock. */
export function costBucket(deps: FakeDeps, plan: Plan): CostBucket {
  const status = async (): Promise<ThrottleStatus> => {
    const kept = await deps.store.get('control', 'bucket');
    const { available, at } = kept ? JSON.parse(kept) : { available: plan.maximumAvailable, at: deps.now() };
    const refilled = available + ((deps.now() - at) / 1000) * plan.restoreRate;
    return { ...plan, currentlyAvailable: Math.floor(Math.min(plan.maximumAvailable, refilled)) };
  };
  return {
    status,
    async take(points) {
      const before = await status();
      const after = { ...before, currentlyAvailable: before.currentlyAvailable - points };
      await deps.store.put(
        'control',
        'bucket',
        JSON.stringify({ available: after.currentlyAvailable, at: deps.now() }),
      );
      return after;
    },
  };
}
