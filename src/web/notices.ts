import { createContext, useContext } from 'react';

/** Something that just happened, said once and politely; it waits for nobody. */
export interface Notice {
  readonly id: number;
  readonly tone: 'plain' | 'need' | 'bad' | 'ok';
  readonly text: string;
  /** Address inside the desk that shows more. */
  readonly to?: string;
}

/** Raises a notice: it is shown for some seconds and read out by a screen reader, without sound. */
export type Raise = (notice: Omit<Notice, 'id'>) => void;

/** Where notices are raised to. */
export const NoticesContext = createContext<Raise>(() => undefined);

/** A way to tell the person at the desk that something happened. */
export function useRaise(): Raise {
  return useContext(NoticesContext);
}
