import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { LINE_PATTERNS } from '../centre.ts';
import { lineDashes, planInk } from './hatch.ts';
import type { MapLayer } from './marks.ts';
import type { Palette } from './palette.ts';
import { partLayers, reachLayer } from './part-layers.ts';
import { IS_CLAIM, IS_PLAN, STATE } from './picks.ts';

/** Which style layers a reader's layer is made of. */
export const LAYERS_OF: Readonly<Record<Exclude<MapLayer, 'grid' | 'places'>, readonly string[]>> =
  {
    claims: ['claim-fills', 'claim-lines', 'claim-labels'],
    plans: [
      'plan-reaches',
      'plan-fills',
      'plan-casings',
      'plan-lines',
      'plan-labels',
      'part-fills',
      'part-casings',
      'part-lines',
      'part-labels',
    ],
    reports: [
      'precision-fills',
      'precision-lines',
      'dispute-lines',
      'clusters',
      'points',
      'point-labels',
      'disputed-rings',
      'disputed-points',
      'disputed-labels',
    ],
  };

/** What a click or tap can find, nearest to the eye first. */
export const TOUCHABLE_LAYERS = [
  'disputed-points',
  'points',
  'clusters',
  'plan-labels',
  'claim-labels',
  'plan-lines',
  'plan-fills',
  'claim-fills',
] as const;

const CLUSTER_ZOOM_MAX = 9;
const CLUSTER_RADIUS = 46;
const STATES = [
  'proposed',
  'refused',
  'forbidden',
  'agreed',
  'behind',
  'active',
  'suspended',
  'halted',
  'out-of-contact',
  'ended',
  'draft',
] as const;
const EMPTY = { type: 'FeatureCollection', features: [] } as const;

/** The sources that the marks are put into, empty at first. */
export function markSources(): Record<string, SourceSpecification> {
  const plain = (): SourceSpecification => ({ type: 'geojson', data: { ...EMPTY, features: [] } });
  return {
    'grid-lines': plain(),
    'grid-names': plain(),
    areas: plain(),
    'area-labels': plain(),
    precision: plain(),
    disputes: plain(),
    disputed: plain(),
    draft: plain(),
    points: {
      type: 'geojson',
      data: { ...EMPTY, features: [] },
      cluster: true,
      clusterRadius: CLUSTER_RADIUS,
      clusterMaxZoom: CLUSTER_ZOOM_MAX,
      clusterProperties: {
        fresh: ['+', ['case', ['==', ['get', 'age'], 'fresh'], 1, 0]],
      },
    },
  };
}

/** What lies on the ground, below all names: claims, plans, circles, the shape being drawn. */
export function shapeLayers(palette: Palette): LayerSpecification[] {
  return [
    ...claimLayers(palette),
    reachLayer(byState(palette)),
    ...planLayers(palette),
    ...partLayers(palette),
    ...precisionLayers(palette),
    ...draftLayers(palette),
  ];
}

function claimLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'claim-fills',
      type: 'fill',
      source: 'areas',
      filter: IS_CLAIM,
      paint: { 'fill-pattern': ['concat', 'hatch|claim|', ['get', 'pattern']] },
    },
    // Two lines beside the area's own, which keeps its pattern and colour.
    {
      id: 'selected-areas',
      type: 'line',
      source: 'areas',
      filter: ['==', ['get', 'id'], ''],
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.focus, 'line-width': 2.6, 'line-gap-width': 4.6 },
    },
    {
      id: 'claim-lines',
      type: 'line',
      source: 'areas',
      filter: IS_CLAIM,
      paint: {
        'line-color': byPattern(palette),
        'line-width': 2,
        'line-dasharray': dashesByPattern(),
      },
    },
  ];
}

function planLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'plan-fills',
      type: 'fill',
      source: 'areas',
      filter: ['all', IS_PLAN, ['==', ['geometry-type'], 'Polygon']],
      paint: { 'fill-color': byState(palette), 'fill-opacity': 0.14 },
    },
    {
      id: 'plan-casings',
      type: 'line',
      source: 'areas',
      filter: IS_PLAN,
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': palette.halo, 'line-width': 5, 'line-opacity': 0.75 },
    },
    {
      id: 'plan-lines',
      type: 'line',
      source: 'areas',
      filter: IS_PLAN,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': byState(palette),
        'line-width': ['match', STATE, 'active', 3.4, 2.4],
        'line-dasharray': [
          'match',
          STATE,
          ['active', 'agreed', 'behind'],
          ['literal', [1, 0]],
          ['proposed', 'draft'],
          ['literal', [3, 2]],
          ['suspended', 'halted', 'out-of-contact'],
          ['literal', [6, 2, 1, 2]],
          ['literal', [1, 2]],
        ],
      },
    },
  ];
}

function precisionLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'precision-fills',
      type: 'fill',
      source: 'precision',
      minzoom: 8,
      paint: { 'fill-color': palette.text, 'fill-opacity': 0.06 },
    },
    {
      id: 'precision-lines',
      type: 'line',
      source: 'precision',
      minzoom: 8,
      paint: { 'line-color': palette.muted, 'line-width': 1, 'line-dasharray': [2, 2] },
    },
    {
      id: 'dispute-casings',
      type: 'line',
      source: 'disputes',
      paint: { 'line-color': palette.halo, 'line-width': 4.5, 'line-opacity': 0.8 },
    },
    {
      id: 'dispute-lines',
      type: 'line',
      source: 'disputes',
      layout: { 'line-cap': 'butt' },
      paint: { 'line-color': palette.text, 'line-width': 1.6, 'line-dasharray': [4, 3] },
    },
  ];
}

function draftLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'draft-fills',
      type: 'fill',
      source: 'draft',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': palette.focus, 'fill-opacity': 0.14 },
    },
    {
      id: 'draft-lines',
      type: 'line',
      source: 'draft',
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': palette.focus,
        'line-width': 2.4,
        'line-dasharray': ['case', ['get', 'loose'], ['literal', [2, 2]], ['literal', [1, 0]]],
      },
    },
    {
      id: 'draft-corners',
      type: 'circle',
      source: 'draft',
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': 5,
        'circle-color': palette.panel,
        'circle-stroke-color': palette.focus,
        'circle-stroke-width': 2.2,
      },
    },
  ];
}

function byPattern(palette: Palette): ExpressionSpecification {
  const inks = palette.claims.flatMap((ink, pattern) => [pattern, ink]);
  return [
    'match',
    ['get', 'pattern'],
    ...inks,
    palette.muted,
  ] as unknown as ExpressionSpecification;
}

function byState(palette: Palette): ExpressionSpecification {
  const inks = STATES.flatMap((state) => [state, planInk(state, palette)]);
  return ['match', STATE, ...inks, palette.muted] as unknown as ExpressionSpecification;
}

/** Dashes are counted in line widths, the pages' patterns in pixels. */
function dashesByPattern(): ExpressionSpecification {
  const dashes = LINE_PATTERNS.flatMap((_, pattern) => {
    const pixels = lineDashes(pattern);
    return [
      pattern,
      ['literal', pixels.length > 0 ? pixels.map((length) => length / 1.4) : [1, 0]],
    ];
  });
  return [
    'match',
    ['get', 'pattern'],
    ...dashes,
    ['literal', [1, 0]],
  ] as unknown as ExpressionSpecification;
}
