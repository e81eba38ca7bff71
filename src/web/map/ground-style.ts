import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Language } from '../../accord/party/names.ts';
import { figureLayers } from './figure-layers.ts';
import { markSources, shapeLayers } from './mark-layers.ts';
import type { Palette } from './palette.ts';

const GROUND_PATH = '/ground/ground.pmtiles';

/**
 * The whole look of the map: the ground below, the marks above, names as images on top. The node
 * that served the page serves the ground too, as one archive read in ranges.
 */
export function mapStyle(palette: Palette, language: Language): StyleSpecification {
  return {
    version: 8,
    sources: {
      ground: { type: 'vector', url: `pmtiles://${location.origin}${GROUND_PATH}` },
      ...markSources(),
    },
    layers: [
      ...groundLayers(palette),
      gridLines(palette),
      ...shapeLayers(palette),
      gridNames(),
      ...placeLayers(language),
      ...figureLayers(palette),
    ],
  };
}

/** The layers that show the names of places, to switch them off together. */
export const PLACE_LAYERS = ['heights', 'waters', 'town-dots', 'towns', 'cities'] as const;

/** The layers of the MGRS grid. */
export const GRID_LAYERS = ['grid-lines', 'grid-names'] as const;

function groundLayers(palette: Palette): LayerSpecification[] {
  const source = 'ground';
  return [
    // What is not drawn yet must not look like the sea: it is made water once the ground is there.
    { id: 'sea', type: 'background', paint: { 'background-color': palette.land } },
    {
      id: 'land',
      type: 'fill',
      source,
      'source-layer': 'land',
      paint: { 'fill-color': palette.land, 'fill-outline-color': palette.shore },
    },
    {
      id: 'rivers',
      type: 'line',
      source,
      'source-layer': 'rivers',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': palette.shore,
        'line-width': ['interpolate', ['linear'], ['zoom'], 4, 0.5, 7, 1.4, 10, 2.6, 13, 4],
      },
    },
    {
      id: 'lakes',
      type: 'fill',
      source,
      'source-layer': 'lakes',
      paint: { 'fill-color': palette.water, 'fill-outline-color': palette.shore },
    },
    {
      id: 'borders',
      type: 'line',
      source,
      'source-layer': 'borders',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': palette.border,
        'line-width': ['interpolate', ['linear'], ['zoom'], 3, 0.6, 8, 1.3],
        'line-dasharray': [5, 2, 1, 2],
      },
    },
  ];
}

function gridLines(palette: Palette): LayerSpecification {
  return {
    id: 'grid-lines',
    type: 'line',
    source: 'grid-lines',
    paint: {
      'line-color': palette.grid,
      'line-width': ['match', ['get', 'rank'], 0, 2.4, 1, 1.6, 0.7],
    },
  };
}

function gridNames(): LayerSpecification {
  return {
    id: 'grid-names',
    type: 'symbol',
    source: 'grid-names',
    layout: {
      'icon-image': ['concat', 'label|grid', ['get', 'rank'], '|', ['get', 'name']],
      'icon-anchor': 'bottom-left',
      'icon-offset': [1, 0],
      'icon-padding': 1,
      'symbol-sort-key': ['get', 'rank'],
    },
  };
}

function placeLayers(language: Language): LayerSpecification[] {
  const named: ExpressionSpecification = ['coalesce', ['get', language], ['get', 'en']];
  const rank: ExpressionSpecification = ['get', 'rank'];
  return [
    {
      id: 'heights',
      type: 'symbol',
      source: 'ground',
      'source-layer': 'places',
      minzoom: 8,
      filter: ['all', ['==', ['get', 'kind'], 'height'], seenFrom(8, 9)],
      layout: { 'icon-image': ['concat', 'label|height|', named], 'icon-padding': 4 },
    },
    {
      id: 'waters',
      type: 'symbol',
      source: 'ground',
      'source-layer': 'places',
      minzoom: 6,
      filter: ['all', ['==', ['get', 'kind'], 'water'], seenFrom(6, 8, 9)],
      layout: { 'icon-image': ['concat', 'label|water', rank, '|', named], 'icon-padding': 4 },
    },
    {
      id: 'town-dots',
      type: 'symbol',
      source: 'ground',
      'source-layer': 'places',
      minzoom: 4,
      filter: ['all', ['==', ['get', 'kind'], 'town'], seenFrom(4, 5, 7, 8)],
      layout: {
        'icon-image': ['concat', 'dot|', rank],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
      },
    },
    townNames('towns', ['>', rank, 1], named),
    // Great towns are what people steer by: their names stay, even below the marks.
    townNames('cities', ['==', rank, 1], named),
  ];
}

function townNames(
  id: 'towns' | 'cities',
  which: ExpressionSpecification,
  named: ExpressionSpecification,
): LayerSpecification {
  return {
    id,
    type: 'symbol',
    source: 'ground',
    'source-layer': 'places',
    minzoom: 4,
    filter: ['all', ['==', ['get', 'kind'], 'town'], which, seenFrom(4, 5, 7, 8)],
    layout: {
      'icon-image': ['concat', 'label|town', ['get', 'rank'], '|', named],
      'icon-anchor': 'bottom',
      'icon-offset': [0, -3],
      'icon-padding': 2,
      'icon-allow-overlap': ['step', ['zoom'], false, 6, id === 'cities'],
      'symbol-sort-key': ['get', 'rank'],
    },
  };
}

/** Lets places of rank 1, 2, … through, each rank from its own zoom on. */
function seenFrom(first: number, ...later: readonly number[]): ExpressionSpecification {
  const steps = later.flatMap((zoom, at) => [zoom, at + 2]);
  const ranks = ['step', ['zoom'], 0, first, 1, ...steps];
  return ['<=', ['get', 'rank'], ranks] as unknown as ExpressionSpecification;
}
