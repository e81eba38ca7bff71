import type { CanvasSource, Map as GroundMap } from 'maplibre-gl';
import { useEffect, useRef } from 'react';

const SHADE = 'shade';

/** Above the ground, below all that is drawn on it. */
const BELOW = 'claim-fills';

/** A picture that lies on the ground between two meridians and two parallels. */
export interface MapShade {
  readonly width: number;
  readonly height: number;
  /** Four numbers a pixel, from the north-west; rows as far apart as on a web map. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** West, south, east and north in degrees. */
  readonly box: readonly [number, number, number, number];
}

/** Keeps one shaded picture on the map, below all marks; nothing where there is none. */
export function useShade(map: GroundMap | undefined, shade: MapShade | undefined): void {
  const canvas = useRef<HTMLCanvasElement>(undefined);
  useEffect(() => {
    if (!map || !shade) return;
    canvas.current ??= document.createElement('canvas');
    const { width, height, pixels, box } = shade;
    canvas.current.width = width;
    canvas.current.height = height;
    const brush = canvas.current.getContext('2d');
    brush?.putImageData(new ImageData(pixels, width, height), 0, 0);
    const [west, south, east, north] = box;
    const coordinates: [[number, number], [number, number], [number, number], [number, number]] = [
      [west, north],
      [east, north],
      [east, south],
      [west, south],
    ];
    const source = map.getSource<CanvasSource>(SHADE);
    if (source) {
      source.setCoordinates(coordinates);
      // A still canvas is read again when it plays for one frame.
      source.play();
      source.pause();
      return;
    }
    map.addSource(SHADE, { type: 'canvas', canvas: canvas.current, coordinates, animate: false });
    map.addLayer(
      { id: SHADE, type: 'raster', source: SHADE, paint: { 'raster-fade-duration': 0 } },
      BELOW,
    );
  }, [map, shade]);
  useEffect(() => {
    if (map?.getLayer(SHADE)) {
      map.setLayoutProperty(SHADE, 'visibility', shade ? 'visible' : 'none');
    }
  }, [map, shade]);
}

/** What a screen shows: west, south, east and north in degrees, and its own pixels. */
export interface MapScreen {
  readonly box: readonly [number, number, number, number];
  readonly width: number;
  readonly height: number;
}

/** Tells what the screen shows, at first and whenever the view has come to rest. */
export function useScreen(
  map: GroundMap | undefined,
  onView: ((view: MapScreen) => void) | undefined,
): void {
  const tell = useRef(onView);
  useEffect(() => {
    tell.current = onView;
  });
  useEffect(() => {
    if (!map) return undefined;
    const rested = () => {
      const bounds = map.getBounds();
      const { clientWidth, clientHeight } = map.getCanvas();
      tell.current?.({
        box: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()],
        width: clientWidth,
        height: clientHeight,
      });
    };
    rested();
    map.on('moveend', rested);
    map.on('resize', rested);
    return () => {
      map.off('moveend', rested);
      map.off('resize', rested);
    };
  }, [map]);
}
