import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Palette } from './palette.ts';
import { IS_PART, IS_PLAN } from './picks.ts';

/** The greatest zoom of the map, to which a width on the ground is reckoned. */
const ZOOM_MAX = 22;

const KIND: ExpressionSpecification = ['get', 'kind'];

/** The ground that a route reaches beyond its line, as wide as it is on the ground. */
export function reachLayer(ink: ExpressionSpecification): LayerSpecification {
  return {
    id: 'plan-reaches',
    type: 'line',
    source: 'areas',
    filter: ['all', IS_PLAN, ['>', ['get', 'reach'], 0]],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: {
      'line-color': ink,
      'line-opacity': 0.16,
      'line-width': [
        'interpolate',
        ['exponential', 2],
        ['zoom'],
        0,
        ['get', 'reach'],
        ZOOM_MAX,
        ['*', ['get', 'reach'], 2 ** ZOOM_MAX],
      ],
    },
  };
}

/** What belongs to a plan or stands in its way: sectors, lines, the version before, conflicts. */
export function partLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'part-fills',
      type: 'fill',
      source: 'areas',
      filter: ['all', ['==', KIND, 'conflict'], ['==', ['geometry-type'], 'Polygon']],
      paint: { 'fill-color': palette.bad, 'fill-opacity': 0.07 },
    },
    {
      id: 'part-casings',
      type: 'line',
      source: 'areas',
      filter: IS_PART,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.halo, 'line-width': 4, 'line-opacity': 0.7 },
    },
    {
      id: 'part-lines',
      type: 'line',
      source: 'areas',
      filter: IS_PART,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': [
          'match',
          KIND,
          'conflict',
          palette.bad,
          'sector',
          palette.text,
          'line',
          palette.text,
          palette.muted,
        ],
        'line-width': ['match', KIND, 'line', 3.2, 'conflict', 2, 1.6],
        'line-dasharray': [
          'match',
          KIND,
          'sector',
          ['literal', [4, 2]],
          'before',
          ['literal', [2, 2]],
          'line',
          ['literal', [4, 0.8, 0.8, 0.8]],
          ['literal', [1, 0]],
        ],
      },
    },
  ];
}

/** The names of parts, plain beside the plan's own label. */
export function partLabels(): LayerSpecification {
  return {
    id: 'part-labels',
    type: 'symbol',
    source: 'area-labels',
    filter: ['all', IS_PART, ['!=', ['get', 'label'], '']],
    layout: {
      'icon-image': ['concat', 'label|point|', ['get', 'label']],
      'icon-padding': 2,
      // What stands in the way is named first, and below its figure.
      'symbol-sort-key': ['match', KIND, 'conflict', 0, 'line', 1, 2],
      'icon-anchor': ['match', KIND, 'conflict', 'top', 'center'],
      'icon-offset': ['match', KIND, 'conflict', ['literal', [0, 12]], ['literal', [0, 0]]],
    },
  };
}
