import type { MapLayer } from '../map/marks.ts';
import type { MapCamera } from '../map/open-map.ts';

/** Whose reports are shown. */
export type Showing = 'all' | 'mine' | 'disputed';

/** How far back what happened is shown. */
export type Since = 'any' | 'day' | 'week' | 'month';

/** What the address of the picture keeps: who pastes it sees the same. */
export interface PictureAddress {
  readonly text: string;
  readonly show: Showing;
  readonly since: Since;
  /** Hash of the report, plan or claim that is selected. */
  readonly selected?: string | undefined;
  readonly camera?: MapCamera | undefined;
  readonly hidden: readonly MapLayer[];
  readonly isWriting: boolean;
}

/** The layers that can be switched, in the order in which they are offered. */
export const LAYERS = ['claims', 'plans', 'reports', 'grid', 'places'] as const;

const SHOWINGS = ['all', 'mine', 'disputed'] as const;
const SINCES = ['any', 'day', 'week', 'month'] as const;

/** Reads the search part of an address; what cannot be read counts as not said. */
export function parsePictureAddress(raw: Readonly<Record<string, unknown>>): PictureAddress {
  const text = (name: string) => {
    const value = raw[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const off = text('off').split('.');
  const selected = text('sel');
  return {
    text: text('text'),
    show: SHOWINGS.find((each) => each === text('show')) ?? 'all',
    since: SINCES.find((each) => each === text('since')) ?? 'any',
    ...(selected === '' ? {} : { selected }),
    camera: cameraOf(text('at')),
    hidden: LAYERS.filter((layer) => off.includes(layer)),
    isWriting: text('new') !== '',
  };
}

/** The address of a picture, as short as it can be. */
export function formatPictureAddress(address: PictureAddress): string {
  const { text, show, since, selected, camera, hidden, isWriting } = address;
  const parts = new URLSearchParams();
  if (text !== '') parts.set('text', text);
  if (show !== 'all') parts.set('show', show);
  if (since !== 'any') parts.set('since', since);
  if (selected !== undefined) parts.set('sel', selected);
  if (camera) {
    const { lon, lat, zoom } = camera;
    parts.set('at', `${lat.toFixed(4)}_${lon.toFixed(4)}_${zoom.toFixed(1)}`);
  }
  if (hidden.length > 0) parts.set('off', hidden.join('.'));
  if (isWriting) parts.set('new', '1');
  const query = parts.toString();
  return query === '' ? '/picture' : `/picture?${query}`;
}

function cameraOf(text: string): MapCamera | undefined {
  const [lat, lon, zoom] = text.split('_').map(Number);
  if (lat === undefined || lon === undefined || zoom === undefined) return undefined;
  if (![lat, lon, zoom].every(Number.isFinite)) return undefined;
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? { lat, lon, zoom } : undefined;
}
