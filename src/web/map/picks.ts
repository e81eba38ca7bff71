import type { ExpressionSpecification } from 'maplibre-gl';

/** Picks claims. */
export const IS_CLAIM: ExpressionSpecification = ['==', ['get', 'kind'], 'claim'];
/** Picks plans and drafts. */
export const IS_PLAN: ExpressionSpecification = [
  'in',
  ['get', 'kind'],
  ['literal', ['plan', 'draft']],
];
/** Picks what belongs to a plan or stands in its way. */
export const IS_PART: ExpressionSpecification = [
  'in',
  ['get', 'kind'],
  ['literal', ['sector', 'line', 'before', 'conflict']],
];
/** A plan's state; a draft has none, so its kind stands in for one. */
export const STATE: ExpressionSpecification = [
  'case',
  ['==', ['get', 'kind'], 'draft'],
  'draft',
  ['get', 'state'],
];
