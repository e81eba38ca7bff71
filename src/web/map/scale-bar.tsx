import type { Map as GroundMap } from 'maplibre-gl';
import { useEffect, useState } from 'react';

const EARTH_METRES = 40_075_016.686;
const TILE_PIXELS = 512;
const WIDTH_MAX_PIXELS = 110;

/** A length on the ground and on the screen that belong together. */
export interface ScaleStep {
  readonly metres: number;
  readonly pixels: number;
}

/** The longest round length (1, 2 or 5 of a power of ten) that fits the bar, at a latitude. */
export function scaleStepOf(latitude: number, zoom: number): ScaleStep {
  const perPixel =
    (EARTH_METRES * Math.cos((latitude * Math.PI) / 180)) / (TILE_PIXELS * 2 ** zoom);
  const widest = perPixel * WIDTH_MAX_PIXELS;
  const power = 10 ** Math.floor(Math.log10(widest));
  const metres = ([5, 2, 1].find((round) => round * power <= widest) ?? 1) * power;
  return { metres, pixels: metres / perPixel };
}

/** The scale of the map in the middle of the view. */
export function ScaleBar({ map }: { readonly map: GroundMap }) {
  const [step, setStep] = useState(() => scaleStepOf(map.getCenter().lat, map.getZoom()));
  useEffect(() => {
    const measure = () => setStep(scaleStepOf(map.getCenter().lat, map.getZoom()));
    map.on('move', measure);
    // The view may have been moved between the first drawing and here.
    measure();
    return () => {
      map.off('move', measure);
    };
  }, [map]);
  const { metres, pixels } = step;
  return (
    <svg
      aria-hidden
      width={Math.round(pixels) + 2}
      height={26}
      className="text-text"
      style={{ direction: 'ltr' }}
    >
      <path
        d={`M1 16V24H${Math.round(pixels) + 1}V16`}
        fill="none"
        stroke="var(--panel)"
        strokeWidth={4}
      />
      <path
        d={`M1 16V24H${Math.round(pixels) + 1}V16`}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.6}
      />
      <text
        x={Math.round(pixels) / 2 + 1}
        y={12}
        textAnchor="middle"
        fontSize={12}
        fontWeight={500}
        fontFamily="var(--font-sans)"
        fill="currentColor"
        stroke="var(--panel)"
        strokeWidth={3}
        paintOrder="stroke"
      >
        {metres >= 1000 ? `${metres / 1000} km` : `${metres} m`}
      </text>
    </svg>
  );
}
