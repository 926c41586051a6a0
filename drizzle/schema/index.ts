export * from './execution.ts';
export * from './house.ts';
