import { useEffect, useRef } from 'react';

import { useGo } from '../go.ts';
import { isPlainKey } from '../keys.ts';
import { placesFor } from '../places.ts';
import { useSession } from '../session.ts';

/** How long after `g` its second letter may come, in milliseconds. */
const SECOND_KEY_MILLIS = 1500;

/** The keys that act everywhere: Ctrl K, `?`, `s` to stop, and `g` with the letter of a place. */
export function useShellKeys(acts: { onCommand(): void; onHelp(): void; onStop(): void }): void {
  const go = useGo();
  const { isObserver } = useSession();
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  useEffect(() => {
    let gSince = -Infinity;
    const act = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.code === 'KeyK') {
        event.preventDefault();
        latest.current.onCommand();
        return;
      }
      if (!isPlainKey(event)) return;
      // Arabic, Kurdish and Persian layouts give their own question mark.
      if (event.key === '?' || event.key === '؟') {
        event.preventDefault();
        latest.current.onHelp();
        return;
      }
      const isSecond = event.timeStamp - gSince < SECOND_KEY_MILLIS;
      gSince = !isSecond && event.code === 'KeyG' ? event.timeStamp : -Infinity;
      if (!isSecond && event.code === 'KeyS' && !event.shiftKey && !isObserver) {
        event.stopImmediatePropagation();
        event.preventDefault();
        latest.current.onStop();
        return;
      }
      if (!isSecond) return;
      const place = placesFor(isObserver).find((each) => each.code === event.code);
      // The page must not take the second letter for one of its own.
      event.stopImmediatePropagation();
      event.preventDefault();
      if (place) go(`/${place.id}`);
    };
    addEventListener('keydown', act, { capture: true });
    return () => removeEventListener('keydown', act, { capture: true });
  }, [go, isObserver]);
}
