import { type Allowed, limitWords } from '#flow/limits.ts';
import { breaker, type Obstacle } from './shared.ts';

/** What a message waits for, in words; when it comes back is said beside them, in the reader's own time. */
export function heldWords(name: string, reason: Obstacle, limits: Allowed[], failure: string | null): string {
  switch (reason) {
    case 'paused':
      return `Waits for “${name}”: its system asked for a pause.`;
    case 'open':
    case 'probing':
      return `Waits for “${name}”: ${breaker.failures} calls in a row failed, and one at a time tries whether it answers again.${failure ? ` Last: ${failure}` : ''}`;
    default: {
      const limit = limits.find(({ per }) => per === reason);
      return `Waits for “${name}”: ${limit ? limitWords(limit) : 'its limits'}.`;
    }
  }
}
