import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { IS_CLAIM, IS_PLAN, STATE } from './picks.ts';
import type { Palette } from './palette.ts';
import { partLabels } from './part-layers.ts';

const ALWAYS_SHOWN = { 'icon-allow-overlap': true, 'icon-padding': 0 } as const;

/** What stands above all: labels of areas, figures of reports and posts. First in a collision. */
export function figureLayers(palette: Palette): LayerSpecification[] {
  return [partLabels(), ...labelLayers(), ...pointLayers(palette)];
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
  const smallAfar: ExpressionSpecification = ['interpolate', ['linear'], ['zoom'], 5.5, 0.66, 9, 1];
  const single: ExpressionSpecification = ['!', ['has', 'point_count']];
  return [
    pointLabels('point-labels', 'points', single),
    pointLabels('disputed-labels', 'disputed', true),
    {
      id: 'selected-points',
      type: 'circle',
      source: 'points',
      filter: ['==', ['get', 'id'], ''],
      paint: selectionPaint(palette),
    },
    {
      id: 'points',
      type: 'symbol',
      source: 'points',
      filter: single,
      layout: { 'icon-image': figure, 'icon-size': smallAfar, ...ALWAYS_SHOWN },
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
      id: 'selected-disputed',
      type: 'circle',
      source: 'disputed',
      filter: ['==', ['get', 'id'], ''],
      paint: selectionPaint(palette),
    },
    {
      id: 'disputed-points',
      type: 'symbol',
      source: 'disputed',
      layout: { 'icon-image': figure, 'icon-size': smallAfar, ...ALWAYS_SHOWN },
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
