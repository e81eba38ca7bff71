import { useSyncExternalStore } from 'react';

import { useSession } from './session.ts';

/** Forms as they stand, by desk and name: kept in this window alone, until sent or thrown away. */
const kept = new Map<string, unknown>();
const listeners = new Set<() => void>();

/**
 * A form that is not lost when its page is left: what it holds, a way to change a part of it, and a
 * way to begin anew. Another desk in the same window has its own.
 */
export function useKept<T extends object>(
  name: string,
  empty: T,
): readonly [form: T, change: (part: Partial<T>) => void, drop: () => void] {
  const { party, seat } = useSession();
  const key = `${party}/${seat.seat}/${name}`;
  const form = useSyncExternalStore(follow, () => (kept.get(key) as T | undefined) ?? empty);
  const put = (next: T | undefined) => {
    if (next) kept.set(key, next);
    else kept.delete(key);
    for (const listener of listeners) listener();
  };
  return [
    form,
    (part) => put({ ...((kept.get(key) as T | undefined) ?? empty), ...part }),
    () => put(undefined),
  ];
}

function follow(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
