import { useEffect, useRef, useSyncExternalStore } from 'react';

const KEYS_KEY = 'tansiq.keys';
const CHANGED = 'tansiq:keys';

/** Whether single letters act; off for those whom stray keys disturb (WCAG 2.1.4). */
export function hasSingleKeys(): boolean {
  return localStorage.getItem(KEYS_KEY) !== 'off';
}

/** Turns single letters on or off and remembers it. */
export function switchSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(KEYS_KEY);
  else localStorage.setItem(KEYS_KEY, 'off');
  dispatchEvent(new Event(CHANGED));
}

/** {@link hasSingleKeys}, told anew when it changes. */
export function useSingleKeys(): boolean {
  return useSyncExternalStore((listener) => {
    addEventListener(CHANGED, listener);
    return () => removeEventListener(CHANGED, listener);
  }, hasSingleKeys);
}

/**
 * Lets single keys act on this page: `useKeys({ KeyN: openNew })`, by `event.code`, so that they
 * work on an Arabic, Kurdish or Turkish keyboard. Silent inside text fields and windows, with a
 * modifier held, and when the person turned them off.
 */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const act = (event: KeyboardEvent) => {
      if (!isPlainKey(event)) return;
      const run = latest.current[event.code];
      if (!run) return;
      event.preventDefault();
      run();
    };
    addEventListener('keydown', act);
    return () => removeEventListener('keydown', act);
  }, []);
}

/** Tells whether a key press may be taken as a command. */
export function isPlainKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (!hasSingleKeys() || event.isComposing) return false;
  const at = event.target instanceof Element ? event.target : null;
  // A square or a choice that was clicked keeps the focus, and no letter is written into it.
  const isTicked = at?.matches('input[type="radio"], input[type="checkbox"]') === true;
  const field = 'input, textarea, select, [contenteditable="true"], [role="listbox"]';
  if (!isTicked && at?.closest(field)) return false;
  return document.querySelector('[role="dialog"]') === null;
}
