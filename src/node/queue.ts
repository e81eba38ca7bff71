import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';

/** Heavy work of one kind, of which only some is done at once and only some may wait. */
export interface Queue {
  /** What `work` resolves to once it had its turn; `busy`, and nothing done, where too many wait already. */
  take<T>(work: () => Promise<T>): Promise<Result<T, { readonly kind: 'busy' }>>;
}

/** Opens a queue: so many at once, and so many that wait beside them. */
export function openQueue(atOnce: number, waitingMax: number): Queue {
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    async take(work) {
      if (running >= atOnce) {
        if (waiting.length >= waitingMax) return err({ kind: 'busy' });
        await new Promise<void>((go) => waiting.push(go));
      } else running += 1;
      try {
        return ok(await work());
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
}
