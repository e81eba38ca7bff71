import type { ExpressionSpecification } from 'maplibre-gl';

/** Picks claims. */
export const IS_CLAIM: ExpressionSpecification = ['==', ['get', 'kind'], 'claim'];
/** Picks plans and drafts. */
export const IS_PLAN: ExpressionSpecification = ['!=', ['get', 'kind'], 'claim'];
/** A plan's state; a draft has none, so its kind stands in for one. */
export const STATE: ExpressionSpecification = [
  'case',
  ['==', ['get', 'kind'], 'draft'],
  'draft',
  ['get', 'state'],
];
