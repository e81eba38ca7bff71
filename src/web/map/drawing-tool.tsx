import type { Feature, FeatureCollection } from 'geojson';
import type { Map as GroundMap, MapMouseEvent } from 'maplibre-gl';
import { useEffect, useReducer, useRef, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Mono } from '../parts/mono.tsx';
import { useWords } from '../words/words.ts';
import type { Drawing, DrawingMode, DrawnShape, Position } from './drawing.ts';
import { boxCorners, decideDrawing, openDrawing } from './drawing.ts';
import { digitsAt, formatGridReference } from './grid-reference.ts';
import { fillSource } from './use-map.ts';

const STRIDE_PIXELS = 16;
const FINE_STRIDE_PIXELS = 2;
const ZOOM_STEP = 0.5;

interface Crosshair {
  readonly x: number;
  readonly y: number;
  /** Whether it has moved since a corner was set: then Enter sets one, else it ends the shape. */
  readonly hasMoved: boolean;
}

/** Draws one shape on the map by hand or by keys, from the first corner to the last. */
export function DrawingTool({
  map,
  mode,
  onDrawn,
  onCancel,
  onCursor,
  onHover,
}: {
  readonly map: GroundMap;
  readonly mode: DrawingMode;
  readonly onDrawn: (shape: DrawnShape) => void;
  readonly onCancel: () => void;
  readonly onCursor: (reference: string | undefined) => void;
  readonly onHover?: ((at: Position) => void) | undefined;
}) {
  const words = useWords();
  const [drawing, step] = useReducer(decideDrawing, mode, openDrawing);
  const [crosshair, setCrosshair] = useState<Crosshair>();
  const [hover, setHover] = useState<Position>();
  const report = useRef({ onDrawn, onCancel, onCursor, onHover });
  useEffect(() => {
    report.current = { onDrawn, onCancel, onCursor, onHover };
  });

  useEffect(() => {
    if (drawing.kind === 'done') report.current.onDrawn(drawing.shape);
    if (drawing.kind === 'cancelled') report.current.onCancel();
  }, [drawing]);

  useEffect(() => {
    const canvas = map.getCanvas();
    map.keyboard.disable();
    map.doubleClickZoom.disable();
    map.boxZoom.disable();
    canvas.style.cursor = 'crosshair';
    canvas.focus();
    return () => {
      map.keyboard.enable();
      map.doubleClickZoom.enable();
      map.boxZoom.enable();
      canvas.style.cursor = '';
      fillSource(map, 'draft', { type: 'FeatureCollection', features: [] });
    };
  }, [map]);

  useEffect(() => {
    const place = (event: MapMouseEvent) => {
      // The second click of a double click ends the shape and sets nothing.
      if (event.originalEvent.detail > 1) return;
      step({ kind: 'place', at: [event.lngLat.lng, event.lngLat.lat] });
    };
    const end = (event: MapMouseEvent) => {
      event.preventDefault();
      step({ kind: 'end' });
    };
    const move = ({ lngLat }: MapMouseEvent) => {
      setCrosshair(undefined);
      setHover([lngLat.lng, lngLat.lat]);
    };
    map.on('click', place);
    map.on('dblclick', end);
    map.on('mousemove', move);
    return () => {
      map.off('click', place);
      map.off('dblclick', end);
      map.off('mousemove', move);
    };
  }, [map]);

  useEffect(() => {
    const canvas = map.getCanvas();
    const press = (event: KeyboardEvent) => {
      const taken = takeKey(event, {
        map,
        mode,
        crosshair,
        move(next) {
          setCrosshair(next);
          const { lng, lat } = map.unproject([next.x, next.y]);
          setHover([lng, lat]);
          report.current.onCursor(formatGridReference(lng, lat, digitsAt(map.getZoom())));
        },
        step,
      });
      if (!taken) return;
      event.preventDefault();
      event.stopPropagation();
    };
    canvas.addEventListener('keydown', press);
    return () => canvas.removeEventListener('keydown', press);
  }, [map, mode, crosshair]);

  useEffect(() => {
    if (hover) report.current.onHover?.(hover);
  }, [hover]);

  useEffect(() => {
    if (drawing.kind === 'open') fillSource(map, 'draft', draftFeatures(drawing, hover));
  }, [map, drawing, hover]);

  if (drawing.kind !== 'open') return null;
  const last = drawing.points.at(-1);
  return (
    <>
      {crosshair ? <CrosshairMark at={crosshair} /> : null}
      <section
        aria-label={words.t('map.draw.title')}
        className="absolute inset-x-0 top-3 mx-auto flex w-fit max-w-[min(44rem,92%)] flex-wrap items-center gap-x-3 gap-y-1.5 rounded-sm border border-strong-line bg-panel px-3 py-2 shadow-sm"
      >
        <p className="w-full">
          {drawing.fault ? (
            <strong className="text-bad" role="alert">
              {words.t(`map.draw.fault.${drawing.fault}`)}
            </strong>
          ) : (
            words.t(`map.draw.${mode}`)
          )}
        </p>
        {mode === 'point' ? null : (
          <>
            {mode === 'box' ? null : (
              <Button tone="main" keys="Enter" onPress={() => step({ kind: 'end' })}>
                {words.t('map.draw.end')}
              </Button>
            )}
            <Button
              keys="⌫"
              isDisabled={drawing.points.length === 0}
              onPress={() => step({ kind: 'back' })}
            >
              {words.t('map.draw.back')}
            </Button>
          </>
        )}
        <Button keys="Esc" onPress={() => step({ kind: 'cancel' })}>
          {words.t('map.draw.cancel')}
        </Button>
        <p aria-live="polite" className="w-full text-sm text-muted empty:hidden">
          {last ? (
            <>
              {words.t('map.draw.corners', { count: drawing.points.length })}{' '}
              <Mono>{formatGridReference(last[0], last[1], 5) ?? ''}</Mono>
            </>
          ) : null}
        </p>
      </section>
    </>
  );
}

function CrosshairMark({ at }: { readonly at: Crosshair }) {
  return (
    <svg
      aria-hidden
      width={41}
      height={41}
      viewBox="-20.5 -20.5 41 41"
      className="pointer-events-none absolute top-0 left-0"
      style={{ transform: `translate(${at.x - 20.5}px, ${at.y - 20.5}px)` }}
    >
      {[
        { colour: 'var(--panel)', width: 5 },
        { colour: 'var(--focus)', width: 2 },
      ].map(({ colour, width }) => (
        <g key={width} fill="none" stroke={colour} strokeWidth={width}>
          <path d="M-20 0H-5M5 0H20M0 -20V-5M0 5V20" />
          <circle r={9} />
        </g>
      ))}
    </svg>
  );
}

interface KeyDesk {
  readonly map: GroundMap;
  readonly mode: DrawingMode;
  readonly crosshair: Crosshair | undefined;
  readonly move: (next: Crosshair) => void;
  readonly step: (step: Parameters<typeof decideDrawing>[1]) => void;
}

/** Does what a key means while drawing; tells whether it meant anything. */
function takeKey(event: KeyboardEvent, desk: KeyDesk): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const stride = event.shiftKey ? FINE_STRIDE_PIXELS : STRIDE_PIXELS;
  switch (event.code) {
    case 'ArrowLeft':
      return moveBy(desk, -stride, 0);
    case 'ArrowRight':
      return moveBy(desk, stride, 0);
    case 'ArrowUp':
      return moveBy(desk, 0, -stride);
    case 'ArrowDown':
      return moveBy(desk, 0, stride);
    case 'Space':
      return setCorner(desk);
    case 'Enter':
    case 'NumpadEnter':
      if (desk.mode === 'point' || desk.mode === 'box' || desk.crosshair?.hasMoved)
        return setCorner(desk);
      desk.step({ kind: 'end' });
      return true;
    case 'Backspace':
    case 'Delete':
      desk.step({ kind: 'back' });
      return true;
    case 'Escape':
      desk.step({ kind: 'cancel' });
      return true;
    case 'Equal':
    case 'NumpadAdd':
      return zoomBy(desk, ZOOM_STEP);
    case 'Minus':
    case 'NumpadSubtract':
      return zoomBy(desk, -ZOOM_STEP);
    default:
      return false;
  }
}

function moveBy(desk: KeyDesk, dx: number, dy: number): true {
  const { width, height } = sizeOf(desk.map);
  const from = desk.crosshair ?? { x: width / 2, y: height / 2 };
  const x = Math.min(Math.max(from.x + dx, 0), width);
  const y = Math.min(Math.max(from.y + dy, 0), height);
  // At the edge the ground moves instead of the crosshair.
  const over: [number, number] = [from.x + dx - x, from.y + dy - y];
  if (over[0] !== 0 || over[1] !== 0) desk.map.panBy(over, { duration: 0 });
  desk.move({ x, y, hasMoved: true });
  return true;
}

function setCorner(desk: KeyDesk): true {
  const { width, height } = sizeOf(desk.map);
  const at = desk.crosshair ?? { x: width / 2, y: height / 2 };
  const { lng, lat } = desk.map.unproject([at.x, at.y]);
  desk.step({ kind: 'place', at: [lng, lat] });
  desk.move({ x: at.x, y: at.y, hasMoved: false });
  return true;
}

function zoomBy(desk: KeyDesk, amount: number): true {
  const { map, crosshair } = desk;
  const around = crosshair ? map.unproject([crosshair.x, crosshair.y]) : map.getCenter();
  map.easeTo({ zoom: map.getZoom() + amount, around, duration: 0 });
  return true;
}

function sizeOf(map: GroundMap): { readonly width: number; readonly height: number } {
  const { clientWidth, clientHeight } = map.getContainer();
  return { width: clientWidth, height: clientHeight };
}

/** The corners as they would be if the hover were the next. */
function ringOf(
  { mode, points }: Extract<Drawing, { kind: 'open' }>,
  hover: Position | undefined,
): number[][] {
  const [first] = points;
  if (mode === 'box' && first && hover) return boxCorners(first, hover).map((each) => [...each]);
  return [...points, ...(hover ? [hover] : [])].map((each) => [...each]);
}

function draftFeatures(
  drawing: Extract<Drawing, { kind: 'open' }>,
  hover: Position | undefined,
): FeatureCollection {
  const points = drawing.points.map((point) => [...point]);
  const reach = hover && points.length > 0 ? [...points.slice(-1), [...hover]] : [];
  const features: Feature[] = points.map((coordinates) => ({
    type: 'Feature',
    properties: {},
    geometry: { type: 'Point', coordinates },
  }));
  const line = (coordinates: number[][], loose: boolean): void => {
    if (coordinates.length < 2) return;
    const geometry = { type: 'LineString' as const, coordinates };
    features.unshift({ type: 'Feature', properties: { loose }, geometry });
  };
  line(points, false);
  line(reach, true);
  if (drawing.mode === 'polygon' || drawing.mode === 'box') {
    const ring = ringOf(drawing, hover);
    const first = ring.slice(0, 1);
    if (ring.length > 2) {
      line([...ring.slice(-1), ...first], true);
      const geometry = { type: 'Polygon' as const, coordinates: [[...ring, ...first]] };
      features.unshift({ type: 'Feature', properties: {}, geometry });
    }
  }
  return { type: 'FeatureCollection', features };
}
