import type { Map as GroundMap, MapMouseEvent } from 'maplibre-gl';
import type { GeoJSONSource } from 'maplibre-gl';
import { useEffect, useRef } from 'react';
import { digitsAt, formatGridReference } from './grid-reference.ts';
import { GRID_LAYERS, PLACE_LAYERS } from './ground-style.ts';
import { areaFeatures, disputeLines, pointFeatures, precisionCircles } from './mark-features.ts';
import { LAYERS_OF, TOUCHABLE_LAYERS } from './mark-layers.ts';
import type { MapArea, MapLayer, MapParty, MapPoint } from './marks.ts';
import { gridOf } from './mgrs-grid.ts';
import { fillSource } from './use-map.ts';

const TOUCH_PIXELS = 6;
const ALL_LAYERS: readonly MapLayer[] = ['claims', 'plans', 'reports', 'grid', 'places'];

/** Keeps claims and plans on the map as they are given. */
export function useAreas(
  map: GroundMap | undefined,
  areas: readonly MapArea[],
  parties: readonly MapParty[],
): void {
  useEffect(() => {
    if (!map) return;
    const { shapes, labels } = areaFeatures(areas, parties);
    fillSource(map, 'areas', shapes);
    fillSource(map, 'area-labels', labels);
  }, [map, areas, parties]);
}

/** Keeps points, their circles and their contradictions on the map as they are given. */
export function usePoints(map: GroundMap | undefined, points: readonly MapPoint[]): void {
  useEffect(() => {
    if (!map) return;
    const { settled, disputed } = pointFeatures(points);
    fillSource(map, 'points', settled);
    fillSource(map, 'disputed', disputed);
    fillSource(map, 'disputes', disputeLines(points));
    fillSource(map, 'precision', precisionCircles(points));
  }, [map, points]);
}

/** Draws the ring round what is selected. */
export function useSelection(map: GroundMap | undefined, selected: string | undefined): void {
  useEffect(() => {
    for (const layer of ['selected-areas', 'selected-points', 'selected-disputed']) {
      map?.setFilter(layer, ['==', ['get', 'id'], selected ?? '']);
    }
  }, [map, selected]);
}

/** Shows every layer but the hidden ones. */
export function useLayers(map: GroundMap | undefined, hidden: readonly MapLayer[]): void {
  const list = hidden.toSorted().join(' ');
  useEffect(() => {
    for (const layer of ALL_LAYERS) {
      const visibility = list.split(' ').includes(layer) ? 'none' : 'visible';
      for (const id of styleLayersOf(layer)) map?.setLayoutProperty(id, 'visibility', visibility);
    }
  }, [map, list]);
}

/** Draws the MGRS grid for whatever is in view. */
export function useGrid(map: GroundMap | undefined): void {
  useEffect(() => {
    if (!map) return undefined;
    const draw = () => {
      const box = map.getBounds();
      const view = {
        west: box.getWest(),
        south: box.getSouth(),
        east: box.getEast(),
        north: box.getNorth(),
      };
      const { lines, names } = gridOf(view, map.getZoom());
      fillSource(map, 'grid-lines', lines);
      fillSource(map, 'grid-names', names);
    };
    draw();
    map.on('moveend', draw);
    return () => {
      map.off('moveend', draw);
    };
  }, [map]);
}

/** Tells which mark was clicked; a cluster opens instead. Silent while something is being drawn. */
export function useClicks(
  map: GroundMap | undefined,
  isDrawing: boolean,
  onSelect: (id: string | undefined) => void,
): void {
  const select = useRef(onSelect);
  useEffect(() => {
    select.current = onSelect;
  });
  useEffect(() => {
    if (!map || isDrawing) return undefined;
    const click = (event: MapMouseEvent) => {
      const found = touched(map, event);
      const cluster: unknown = found?.properties['cluster_id'];
      if (found && typeof cluster === 'number') void openCluster(map, cluster, event);
      else select.current(idOf(found?.properties['id']));
    };
    const hover = (event: MapMouseEvent) => {
      if (map.isMoving()) return;
      map.getCanvas().style.cursor = touched(map, event) ? 'pointer' : '';
    };
    map.on('click', click);
    map.on('mousemove', hover);
    return () => {
      map.off('click', click);
      map.off('mousemove', hover);
      map.getCanvas().style.cursor = '';
    };
  }, [map, isDrawing]);
}

/** Tells the MGRS reference below the pointer, and nothing once it has left the map. */
export function useCursor(
  map: GroundMap | undefined,
  onCursor: (reference: string | undefined) => void,
): void {
  const tell = useRef(onCursor);
  useEffect(() => {
    tell.current = onCursor;
  });
  useEffect(() => {
    if (!map) return undefined;
    const move = ({ lngLat }: MapMouseEvent) =>
      tell.current(formatGridReference(lngLat.lng, lngLat.lat, digitsAt(map.getZoom())));
    const leave = () => tell.current(undefined);
    map.on('mousemove', move);
    map.on('mouseout', leave);
    return () => {
      map.off('mousemove', move);
      map.off('mouseout', leave);
    };
  }, [map]);
}

function styleLayersOf(layer: MapLayer): readonly string[] {
  if (layer === 'grid') return GRID_LAYERS;
  return layer === 'places' ? PLACE_LAYERS : LAYERS_OF[layer];
}

function touched(map: GroundMap, { point }: MapMouseEvent) {
  const found = map.queryRenderedFeatures(
    [
      [point.x - TOUCH_PIXELS, point.y - TOUCH_PIXELS],
      [point.x + TOUCH_PIXELS, point.y + TOUCH_PIXELS],
    ],
    { layers: [...TOUCHABLE_LAYERS] },
  );
  const nearness = (layer: string) => TOUCHABLE_LAYERS.findIndex((each) => each === layer);
  return found.toSorted((a, b) => nearness(a.layer.id) - nearness(b.layer.id))[0];
}

async function openCluster(map: GroundMap, cluster: number, at: MapMouseEvent): Promise<void> {
  const zoom = await map.getSource<GeoJSONSource>('points')?.getClusterExpansionZoom(cluster);
  map.easeTo({ center: at.lngLat, zoom: (zoom ?? map.getZoom() + 2) + 0.2, duration: 120 });
}

function idOf(id: unknown): string | undefined {
  return typeof id === 'string' ? id : undefined;
}
