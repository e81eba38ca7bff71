import { useEffect, useRef } from 'react';

import { isPlainKey } from '../keys.ts';

/** Lets Enter open what is selected while no button or field has the focus (lists do it themselves). */
export function useEnter(onEnter: () => void): void {
  const latest = useRef(onEnter);
  useEffect(() => {
    latest.current = onEnter;
  });
  useEffect(() => {
    const act = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !isPlainKey(event)) return;
      if (event.target !== document.body) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', act);
    return () => removeEventListener('keydown', act);
  }, []);
}
