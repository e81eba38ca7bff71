import { useSyncExternalStore } from 'react';

/** The light that the page stands in, told anew when it changes. */
export function useLight(): 'light' | 'dark' {
  return useSyncExternalStore(followLight, readLight);
}

function readLight(): 'light' | 'dark' {
  return document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
}

function followLight(listener: () => void): () => void {
  const watcher = new MutationObserver(listener);
  watcher.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => watcher.disconnect();
}
