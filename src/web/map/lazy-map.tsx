import { lazy, Suspense } from 'react';
import { useWords } from '../words/words.ts';
import type { MapViewProps } from './map-view.tsx';

// The map is by far the heaviest part of the screen; pages without one never fetch it.
const Picture = lazy(async () => ({ default: (await import('./map-view.tsx')).MapView }));

/** A map that is fetched when it is first shown. It fills its nearest positioned ancestor. */
export function LazyMap(props: MapViewProps) {
  const words = useWords();
  const waiting = <p className="p-6 text-muted">{words.t('map.opening')}</p>;
  return (
    <Suspense fallback={waiting}>
      <Picture {...props} />
    </Suspense>
  );
}
