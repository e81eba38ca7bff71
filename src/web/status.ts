import { createContext, useContext, useSyncExternalStore } from 'react';

/** What the bottom line of the frame tells. */
export interface Status {
  /** MGRS under the cursor, as the map has it. */
  readonly cursor?: string;
  /** Parties that would read the draft on the screen, our own left out. */
  readonly audience?: readonly string[];
}

/** Holds the status outside React's state, so that a moving cursor draws one line anew, not a page. */
export interface StatusBoard {
  read(): Status;
  /** Sets what is given; `undefined` takes it off the line. */
  publish(part: { readonly [K in keyof Status]?: Status[K] | undefined }): void;
  follow(listener: () => void): () => void;
}

/** An empty board. */
export function openStatusBoard(): StatusBoard {
  let status: Status = {};
  const listeners = new Set<() => void>();
  return {
    read: () => status,
    publish(part) {
      const kept = Object.entries({ ...status, ...part }).filter(
        ([, value]) => value !== undefined,
      );
      status = Object.fromEntries(kept) as Status;
      for (const listener of listeners) listener();
    },
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The board of this desk. */
export const StatusContext = createContext<StatusBoard>(openStatusBoard());

/** A way to write on the bottom line. */
export function usePublishStatus(): StatusBoard['publish'] {
  return useContext(StatusContext).publish;
}

/** What stands on the bottom line. */
export function useStatus(): Status {
  const board = useContext(StatusContext);
  return useSyncExternalStore(board.follow, board.read);
}
