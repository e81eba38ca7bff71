import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { LINE_PATTERNS } from '../centre.ts';
import { lineDashes, planInk } from './hatch.ts';
import type { MapLayer } from './marks.ts';
import type { Palette } from './palette.ts';

/** Which style layers a reader's layer is made of. */
export const LAYERS_OF: Readonly<Record<Exclude<MapLayer, 'grid' | 'places'>, readonly string[]>> =
  {
    claims: ['claim-fills', 'claim-lines', 'claim-labels'],
    plans: ['plan-fills', 'plan-casings', 'plan-lines', 'plan-labels'],
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
const CLUSTER_RADIUS = 32;
const STATES = ['proposed', 'refused', 'agreed', 'active', 'suspended', 'ended', 'draft'] as const;
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
    ...planLayers(palette),
    ...precisionLayers(palette),
    ...draftLayers(palette),
  ];
}

/** What stands above all: labels of areas, figures of reports and posts. First in a collision. */
export function figureLayers(palette: Palette): LayerSpecification[] {
  return [...labelLayers(), ...pointLayers(palette)];
}

const IS_CLAIM: ExpressionSpecification = ['==', ['get', 'kind'], 'claim'];
const IS_PLAN: ExpressionSpecification = ['!=', ['get', 'kind'], 'claim'];
/** A draft has no state; its kind stands in for one. */
const STATE: ExpressionSpecification = [
  'case',
  ['==', ['get', 'kind'], 'draft'],
  'draft',
  ['get', 'state'],
];

function claimLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'claim-fills',
      type: 'fill',
      source: 'areas',
      filter: IS_CLAIM,
      paint: { 'fill-pattern': ['concat', 'hatch|claim|', ['get', 'pattern']] },
    },
    // Below the lines, so that the selected one keeps its own pattern and colour.
    {
      id: 'selected-areas',
      type: 'line',
      source: 'areas',
      filter: ['==', ['get', 'id'], ''],
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.focus, 'line-width': 10, 'line-opacity': 0.85 },
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
          ['active', 'agreed'],
          ['literal', [1, 0]],
          ['proposed', 'draft'],
          ['literal', [3, 2]],
          'suspended',
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
      minzoom: 7,
      paint: { 'fill-color': palette.text, 'fill-opacity': 0.06 },
    },
    {
      id: 'precision-lines',
      type: 'line',
      source: 'precision',
      minzoom: 7,
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

function labelLayers(): LayerSpecification[] {
  const name: ExpressionSpecification = [
    'concat',
    'area|',
    STATE,
    '|',
    ['case', IS_CLAIM, ['get', 'pattern'], -1],
    '|',
    ['get', 'mark'],
    '|',
    ['get', 'label'],
  ];
  return (['claim', 'plan'] as const).map((kind) => ({
    id: `${kind}-labels`,
    type: 'symbol',
    source: 'area-labels',
    filter: kind === 'claim' ? IS_CLAIM : IS_PLAN,
    // A claim's label is half of what tells it apart, so it is never left out.
    layout: { 'icon-image': name, 'icon-padding': 3, 'icon-allow-overlap': kind === 'claim' },
  }));
}

function pointLayers(palette: Palette): LayerSpecification[] {
  const figure: ExpressionSpecification = [
    'concat',
    'figure|',
    ['get', 'kind'],
    '|',
    ['get', 'age'],
  ];
  const single: ExpressionSpecification = ['!', ['has', 'point_count']];
  return [
    pointLabels('point-labels', 'points', single),
    pointLabels('disputed-labels', 'disputed', true),
    {
      id: 'disputed-rings',
      type: 'circle',
      source: 'disputed',
      paint: {
        'circle-radius': 14,
        'circle-color': palette.panel,
        'circle-opacity': 0.7,
        'circle-stroke-color': palette.need,
        'circle-stroke-width': 2.2,
      },
    },
    {
      id: 'selected-points',
      type: 'circle',
      source: 'points',
      filter: ['==', ['get', 'id'], ''],
      paint: selectionPaint(palette),
    },
    {
      id: 'selected-disputed',
      type: 'circle',
      source: 'disputed',
      filter: ['==', ['get', 'id'], ''],
      paint: selectionPaint(palette),
    },
    {
      id: 'points',
      type: 'symbol',
      source: 'points',
      filter: single,
      layout: { 'icon-image': figure, 'icon-allow-overlap': true, 'icon-padding': 0 },
    },
    {
      id: 'clusters',
      type: 'symbol',
      source: 'points',
      filter: ['has', 'point_count'],
      layout: {
        'icon-image': [
          'concat',
          'cluster|',
          ['get', 'point_count_abbreviated'],
          '|',
          ['case', ['>', ['get', 'fresh'], 0], 'fresh', 'old'],
        ],
        'icon-allow-overlap': true,
      },
    },
    {
      id: 'disputed-points',
      type: 'symbol',
      source: 'disputed',
      layout: { 'icon-image': figure, 'icon-allow-overlap': true, 'icon-padding': 0 },
    },
  ];
}

function pointLabels(
  id: string,
  source: string,
  filter: ExpressionSpecification | boolean,
): LayerSpecification {
  return {
    id,
    type: 'symbol',
    source,
    minzoom: 7.5,
    filter: ['all', filter, ['!=', ['get', 'label'], '']] as ExpressionSpecification,
    layout: {
      'icon-image': ['concat', 'label|point|', ['get', 'label']],
      'icon-anchor': 'top',
      'icon-offset': [0, source === 'disputed' ? 17 : 15],
      'icon-padding': 1,
    },
  };
}

function selectionPaint(palette: Palette) {
  return {
    'circle-radius': 17,
    'circle-color': palette.focus,
    'circle-opacity': 0.18,
    'circle-stroke-color': palette.focus,
    'circle-stroke-width': 2.4,
  };
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
