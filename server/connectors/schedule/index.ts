import type { Connector } from '../contract.ts';
import { scheduled, scheduledManifest } from './every.ts';

/** The clock. Needs no connection. */
export const schedule: Connector = {
  manifest: { id: 'schedule', name: 'Schedule', monogram: 'Sc', group: 'start', operations: [scheduledManifest] },
  operations: { 'schedule.every': scheduled },
};
