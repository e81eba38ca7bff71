import type { PullView } from '../contract/pulls.ts';

/** What a node pulls from other systems by itself. */
export interface Pulling {
  /** Begins to pull on schedule. */
  begin(): void;
  views(): readonly PullView[];
  /** Pulls now; whether there is such a collection. */
  pull(name: string): boolean;
  close(): Promise<void>;
}
