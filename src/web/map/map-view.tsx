import { Minus, Plus } from 'lucide-react';
import type { Map as GroundMap } from 'maplibre-gl';
import type { Ref } from 'react';
import { useEffect, useImperativeHandle, useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useWords } from '../words/words.ts';
import type { DrawingMode, DrawnShape, Position } from './drawing.ts';
import { DrawingTool } from './drawing-tool.tsx';
import { boxOfShape, placesOf } from './mark-features.ts';
import type { MapArea, MapLayer, MapParty, MapPoint } from './marks.ts';
import type { MapCamera } from './open-map.ts';
import type { MapTheme } from './palette.ts';
import { ScaleBar } from './scale-bar.tsx';
import { cameraOf, useMap } from './use-map.ts';
import type { MapScreen, MapShade } from './use-shade.ts';
import { useScreen, useShade } from './use-shade.ts';
import {
  useAreas,
  useClicks,
  useCursor,
  useGrid,
  useLayers,
  usePoints,
  useSelection,
} from './use-marks.ts';

/** What a page can ask of a map that is open. */
export interface MapHandle {
  /** Moves the view so that a claim, plan or point is seen alone; false if the map has none such. */
  focusOn(id: string): boolean;
  goTo(camera: MapCamera): void;
}

/** What a map shows and whom it tells. All shapes are in plain degrees, longitude first. */
export interface MapViewProps {
  readonly theme: MapTheme;
  readonly parties: readonly MapParty[];
  readonly areas: readonly MapArea[];
  readonly points: readonly MapPoint[];
  /** A shaded picture of the ground, below all marks. */
  readonly shade?: MapShade | undefined;
  /** Layers that the reader has switched off. */
  readonly hidden?: readonly MapLayer[];
  readonly selected?: string | undefined;
  /** Where the map opens; later moves are the reader's, or `goTo`. */
  readonly camera?: MapCamera | undefined;
  /** Set while a shape is being drawn; the page unsets it when it was drawn or given up. */
  readonly drawing?: DrawingMode | undefined;
  /** Writes "exercise" on the map itself, since a picture of it may travel alone. */
  readonly exercise?: boolean;
  readonly handle?: Ref<MapHandle> | undefined;
  /** The id of the mark that was clicked, or nothing for bare ground. */
  readonly onSelect?: ((id: string | undefined) => void) | undefined;
  /** The MGRS reference below the pointer, or nothing when it left. */
  readonly onCursor?: ((reference: string | undefined) => void) | undefined;
  readonly onCamera?: ((camera: MapCamera) => void) | undefined;
  readonly onDrawn?: ((shape: DrawnShape) => void) | undefined;
  readonly onDrawingCancel?: (() => void) | undefined;
  /** Where the hand that draws is, in degrees, by mouse or by keys. */
  readonly onHover?: ((at: Position) => void) | undefined;
  /** What the screen shows, whenever the view stands still: for a picture that is drawn to measure. */
  readonly onView?: ((view: MapScreen) => void) | undefined;
}

const HOME: MapCamera = { lon: 43.9, lat: 35.7, zoom: 7 };
const NOTHING_HIDDEN: readonly MapLayer[] = [];
const FOCUS_ZOOM_MIN = 10.5;
const FOCUS_ZOOM_MAX = 12;
const FOCUS_PADDING_PIXELS = 80;
const MOVE_MS = 120;
const silent = () => {};

/** The picture: ground, claims, plans and reports, with a hand to draw. Speaks the page's words. */
export function MapView(props: MapViewProps) {
  const { theme, areas, points, drawing, camera = HOME, exercise = false } = props;
  const { onCursor = silent, onSelect = silent, onDrawn = silent } = props;
  const { onDrawingCancel = silent } = props;
  const words = useWords();
  const { state, attach } = useMap(theme, camera);
  const map = state.kind === 'open' ? state.map : undefined;
  useAreas(map, areas, props.parties);
  usePoints(map, points);
  useShade(map, props.shade);
  useSelection(map, props.selected);
  useLayers(map, props.hidden ?? NOTHING_HIDDEN);
  useGrid(map);
  useCursor(map, onCursor);
  useClicks(map, drawing !== undefined, onSelect);
  useCamera(map, props.onCamera ?? silent);
  useScreen(map, props.onView);
  useImperativeHandle(props.handle, () => handleOf(map, areas, points), [map, areas, points]);
  return (
    <div className="absolute inset-0 overflow-hidden bg-bg" data-map={state.kind}>
      {/* The ground is never mirrored: east stays on the right in every language. */}
      <div dir="ltr" className="absolute inset-0">
        <div ref={attach} className="h-full w-full" />
      </div>
      {state.kind === 'failed' ? (
        <p role="alert" className="absolute inset-0 m-auto h-fit max-w-96 p-6 text-center text-lg">
          {words.t('map.failed')}
        </p>
      ) : null}
      {map ? (
        <>
          <Corner
            map={map}
            hasGround={state.kind === 'open' && state.hasGround}
            exercise={exercise}
          />
          {drawing ? (
            <DrawingTool
              key={drawing}
              map={map}
              mode={drawing}
              onDrawn={onDrawn}
              onCancel={onDrawingCancel}
              onCursor={onCursor}
              onHover={props.onHover}
            />
          ) : null}
        </>
      ) : null}
    </div>
  );
}

function Corner({
  map,
  hasGround,
  exercise,
}: {
  readonly map: GroundMap;
  readonly hasGround: boolean;
  readonly exercise: boolean;
}) {
  const words = useWords();
  return (
    <>
      <div className="pointer-events-none absolute start-3 bottom-3 max-w-[40%]">
        {hasGround ? null : (
          <p role="status" className="mb-2 border border-need bg-need-bg px-2 py-1 text-need">
            {words.t('map.no-ground')}
          </p>
        )}
        {exercise ? (
          <p className="mb-2 w-fit rounded-sm border border-exercise whitespace-nowrap bg-panel px-2 py-0.5 font-semibold text-exercise">
            {words.t('map.exercise')}
          </p>
        ) : null}
        <ScaleBar map={map} />
      </div>
      <div className="absolute end-3 bottom-3 flex max-w-[45%] flex-col items-end gap-2">
        <div className="flex flex-col overflow-hidden rounded-sm border border-strong-line bg-panel">
          <ZoomButton
            name={words.t('map.zoom-in')}
            onPress={() => map.zoomIn({ duration: MOVE_MS })}
          >
            <Plus size={18} aria-hidden />
          </ZoomButton>
          <span className="mx-1.5 border-t border-line" />
          <ZoomButton
            name={words.t('map.zoom-out')}
            onPress={() => map.zoomOut({ duration: MOVE_MS })}
          >
            <Minus size={18} aria-hidden />
          </ZoomButton>
        </div>
        <p className="rounded-xs bg-panel/85 px-1.5 text-xs text-muted">{words.t('map.credit')}</p>
      </div>
    </>
  );
}

function ZoomButton({
  name,
  onPress,
  children,
}: {
  readonly name: string;
  readonly onPress: () => void;
  readonly children: React.ReactNode;
}) {
  return (
    <AriaButton
      aria-label={name}
      onPress={onPress}
      className="flex size-8 items-center justify-center data-[hovered]:bg-raised data-[pressed]:bg-selected"
    >
      {children}
    </AriaButton>
  );
}

function useCamera(map: GroundMap | undefined, onCamera: (camera: MapCamera) => void): void {
  const tell = useRef(onCamera);
  useEffect(() => {
    tell.current = onCamera;
  });
  useEffect(() => {
    if (!map) return undefined;
    const moved = () => tell.current(cameraOf(map));
    map.on('moveend', moved);
    return () => {
      map.off('moveend', moved);
    };
  }, [map]);
}

function handleOf(
  map: GroundMap | undefined,
  areas: readonly MapArea[],
  points: readonly MapPoint[],
): MapHandle {
  return {
    goTo({ lon, lat, zoom }) {
      map?.jumpTo({ center: [lon, lat], zoom });
    },
    focusOn(id) {
      const shape = placesOf(areas, points).get(id);
      if (!map || !shape) return false;
      if (shape.type === 'Point') {
        const [lon = 0, lat = 0] = shape.coordinates;
        const zoom = Math.max(map.getZoom(), FOCUS_ZOOM_MIN);
        map.easeTo({ center: [lon, lat], zoom, duration: MOVE_MS });
      } else {
        const [west, south, east, north] = boxOfShape(shape);
        map.fitBounds([west, south, east, north], {
          padding: FOCUS_PADDING_PIXELS,
          maxZoom: FOCUS_ZOOM_MAX,
          duration: MOVE_MS,
        });
      }
      return true;
    },
  };
}
