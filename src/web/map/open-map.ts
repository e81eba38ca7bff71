import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { addProtocol, Map as GroundMap, setWorkerUrl } from 'maplibre-gl';
import { Protocol } from 'pmtiles';
import type { Language } from '../../accord/party/names.ts';
import { mapStyle } from './ground-style.ts';
import { IMAGE_PIXEL_RATIO } from './image-ratio.ts';
import { drawImage } from './images.ts';
import type { Palette } from './palette.ts';

/** Where the eye stands: degrees, and a zoom level as web maps count it. */
export interface MapCamera {
  readonly lon: number;
  readonly lat: number;
  readonly zoom: number;
}

const ZOOM_MIN = 2;
const ZOOM_MAX = 17;

let isPrepared = false;

/** Opens a map in an element. Throws where the machine cannot draw with WebGL 2. */
export function openMap(
  holder: HTMLElement,
  look: {
    readonly palette: Palette;
    readonly language: Language;
    readonly camera: MapCamera;
    readonly title: string;
  },
): GroundMap {
  prepare();
  const { palette, language, camera, title } = look;
  const map = new GroundMap({
    container: holder,
    style: mapStyle(palette, language),
    center: [camera.lon, camera.lat],
    zoom: camera.zoom,
    minZoom: ZOOM_MIN,
    maxZoom: ZOOM_MAX,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    locale: { 'Map.Title': title },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.setMissingStyleImageResolver(async (name) => {
    if (map.hasImage(name)) return;
    const image = await drawImage(name, palette);
    // Two tiles may have asked for the same name while the letters were being fetched.
    if (image && !map.hasImage(name)) {
      map.addImage(name, image, { pixelRatio: IMAGE_PIXEL_RATIO });
    }
  });
  return map;
}

/** Once for the page: the worker must come from our own host, and archives need their protocol. */
function prepare(): void {
  if (isPrepared) return;
  isPrepared = true;
  setWorkerUrl(workerUrl);
  addProtocol('pmtiles', new Protocol().tile);
}
