export * from './execution.ts';
export * from './house.ts';
export * from './ledger.ts';
export * from './limits.ts';
export * from './maps.ts';
export * from './roll-ups.ts';
export * from './schedules.ts';
