import type { GeoJSONSource, Map as GroundMap } from 'maplibre-gl';
import type { RefCallback } from 'react';
import { useCallback, useRef, useState } from 'react';
import { useWords } from '../words/words.ts';
import type { MapCamera } from './open-map.ts';
import { openMap } from './open-map.ts';
import type { MapTheme } from './palette.ts';
import { pageToken, paletteOf } from './palette.ts';

/** How the map is doing; `failed` when this machine cannot draw it at all. */
export type MapState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly map: GroundMap; readonly hasGround: boolean }
  | { readonly kind: 'failed' };

/** Opens a map in the element that `attach` is given as its ref, and closes it with the element. */
export interface OpenedMap {
  readonly state: MapState;
  readonly attach: RefCallback<HTMLDivElement>;
}

/** A map for this page; another light or another language opens it anew at the same place. */
export function useMap(theme: MapTheme, start: MapCamera): OpenedMap {
  const words = useWords();
  const [state, setState] = useState<MapState>({ kind: 'opening' });
  const camera = useRef(start);
  const attach = useCallback(
    (element: HTMLDivElement) => {
      let map: GroundMap;
      const palette = paletteOf(theme, pageToken);
      try {
        map = openMap(element, {
          palette,
          language: words.language,
          camera: camera.current,
          title: words.t('map.title'),
        });
      } catch {
        // Whatever the reason, the reader can go on with the lists; the page says so.
        setState({ kind: 'failed' });
        return undefined;
      }
      map.on('style.load', () => setState({ kind: 'open', map, hasGround: true }));
      map.on('moveend', () => {
        camera.current = cameraOf(map);
      });
      // Said on the page for those who wait for the whole picture: a printout, a test.
      map.on('render', () => element.removeAttribute('data-still'));
      map.on('idle', () => element.setAttribute('data-still', ''));
      const fillSea = (event: { readonly sourceId?: string }): void => {
        if (event.sourceId !== 'ground' || !map.isSourceLoaded('ground')) return;
        map.off('sourcedata', fillSea);
        map.setPaintProperty('sea', 'background-color', palette.water);
      };
      map.on('sourcedata', fillSea);
      map.on('error', (event) => {
        if (!('sourceId' in event) || event.sourceId !== 'ground') return;
        map.off('sourcedata', fillSea);
        map.setPaintProperty('sea', 'background-color', palette.land);
        setState((before) => (before.kind === 'open' ? { ...before, hasGround: false } : before));
      });
      return () => {
        setState({ kind: 'opening' });
        map.remove();
      };
    },
    [theme, words],
  );
  return { state, attach };
}

/** Where a map's eye stands now. */
export function cameraOf(map: GroundMap): MapCamera {
  const { lng, lat } = map.getCenter();
  return { lon: lng, lat, zoom: map.getZoom() };
}

/** Puts new contents into one of the style's sources. */
export function fillSource(map: GroundMap, source: string, contents: GeoJSON.GeoJSON): void {
  // The map reports what goes wrong with a source by its own `error` event.
  void map.getSource<GeoJSONSource>(source)?.setData(contents);
}
