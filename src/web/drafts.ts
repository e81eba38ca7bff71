import { createContext, useContext, useSyncExternalStore } from 'react';

import type { CompartmentId } from '../base/ids.ts';
import { isCompartmentId } from '../base/ids.ts';
import type { Draft } from '../accord/party/schema.ts';
import { get, post } from './api.ts';

/** How long after the last key a draft is kept at the node, in milliseconds. */
const KEEP_MILLIS = 1_500;

/** A form that is being written at this desk. */
export interface Book<T> {
  read(): T;
  write(part: Partial<T>): void;
  /** Resolves when what the node keeps of it is here, or could not be had. */
  brought(): Promise<void>;
  /** It was sent, or thrown away. */
  clear(): void;
  follow(listener: () => void): () => void;
}

/** The forms of the desk that is signed in; another desk has others. */
export interface Books {
  of<T extends object>(kind: Draft['kind'], empty: T): Book<T>;
}

/**
 * Opens the forms of one desk. What is written is kept as a record of the desk's own party and
 * brought back wherever this desk signs in; the browser itself stores nothing of it.
 */
export function openBooks(): Books {
  const books = new Map<Draft['kind'], Book<object>>();
  return {
    of<T extends object>(kind: Draft['kind'], empty: T): Book<T> {
      const held = books.get(kind) ?? (openBook(kind, empty) as unknown as Book<object>);
      books.set(kind, held);
      return held as unknown as Book<T>;
    },
  };
}

/** The forms of this desk. */
export const BooksContext = createContext<Books>(openBooks());

/** A form of this desk as it stands, and the book that it is written in. */
export function useBook<T extends object>(
  kind: Draft['kind'],
  empty: T,
): { readonly draft: T; readonly book: Book<T> } {
  const book = useContext(BooksContext).of(kind, empty);
  return { draft: useSyncExternalStore(book.follow, book.read), book };
}

function openBook<T extends object>(kind: Draft['kind'], empty: T): Book<T> {
  const listeners = new Set<() => void>();
  let draft = empty;
  let isTouched = false;
  let isKept = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let bringing: Promise<void> | undefined;

  const show = (next: T): void => {
    draft = next;
    for (const listener of listeners) listener();
  };
  const body = () => {
    const within = compartmentOf(draft);
    const content = draft === empty ? null : JSON.stringify(draft);
    return { kind, content, ...(within ? { within } : {}) };
  };
  const keep = (): void => {
    post('/api/drafts', body()).then(
      () => {
        isKept = true;
        removeEventListener('beforeunload', askFirst);
      },
      // Still in the window; the next key tries again, and leaving asks first.
      () => addEventListener('beforeunload', askFirst),
    );
  };
  const put = (next: T): void => {
    isTouched = true;
    isKept = false;
    show(next);
    clearTimeout(timer);
    timer = setTimeout(keep, KEEP_MILLIS);
  };
  const bring = async (): Promise<void> => {
    const drafts = await get<readonly Draft[]>('/api/drafts');
    const content = drafts.find((each) => each.kind === kind)?.content;
    if (content && !isTouched) show(restored(empty, content));
  };
  addEventListener('pagehide', () => {
    if (!isKept) navigator.sendBeacon('/api/drafts', JSON.stringify(body()));
  });

  const brought = (): Promise<void> => (bringing ??= bring().catch(() => undefined));

  return {
    brought,
    read: () => draft,
    write: (part) => put({ ...draft, ...part }),
    clear: () => put(empty),
    follow(listener) {
      void brought();
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The compartment that a form is meant for: what is begun there is kept there. [R10] */
function compartmentOf(draft: object): CompartmentId | undefined {
  const { within, audience } = draft as { readonly within?: unknown; readonly audience?: unknown };
  const named: readonly unknown[] = [within, ...(Array.isArray(audience) ? audience : [])];
  return named.find((each) => typeof each === 'string' && isCompartmentId(each)) as
    | CompartmentId
    | undefined;
}

/** What an earlier release may have kept has other fields: only those that the form has are taken. */
function restored<T extends object>(empty: T, content: string): T {
  const kept = JSON.parse(content) as Record<string, unknown>;
  const known = Object.keys(kept).filter((name) => name in empty);
  return { ...empty, ...Object.fromEntries(known.map((name) => [name, kept[name]])) };
}

function askFirst(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
