import { TrackPage } from '../matters/track-page.tsx';

/** Track records: how well what parties, sources and grades said held. */
export function Page() {
  return <TrackPage />;
}
