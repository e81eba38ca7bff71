import type { LineString, MultiLineString, MultiPolygon, Point, Polygon } from 'geojson';
import type { OperationState } from '../../accord/operation/state.ts';
import type { PartyFace } from '../centre.ts';

/** A shape that the map can draw, in plain degrees, longitude first. */
export type MapShape = Point | LineString | MultiLineString | Polygon | MultiPolygon;

/** How far a plan has come; decides its line, and is always in its label as a word too. */
export type PlanState = OperationState['kind'];

/**
 * A claim, a plan or a shape that is being written; a sector or line of a plan, its version before,
 * or what it is in conflict with.
 */
export interface MapArea {
  readonly id: string;
  readonly kind: 'claim' | 'plan' | 'draft' | 'sector' | 'line' | 'before' | 'conflict';
  readonly shape: MapShape;
  /** Shown beside the shape, in the language of the page. */
  readonly label: string;
  /** Whose claim or plan it is. A claim needs it: its hatch and mark come from the party. */
  readonly party?: string | undefined;
  readonly state?: PlanState | undefined;
  /** How far the ground reaches beyond a route, in metres. */
  readonly reachMetres?: number | undefined;
}

/** What a point stands for; each kind has its own figure, none says friend or foe. */
export type MapPointKind =
  | 'incident'
  | 'observation'
  | 'threat-warning'
  | 'trafficking'
  | 'crossing'
  | 'civil-harm'
  | 'explosive-hazard'
  | 'infrastructure'
  | 'media-claim'
  | 'post'
  | 'checkpoint'
  | 'place';

/** How old what we know is: an old mark is hollow, a last known one is broken. */
export type MarkAge = 'fresh' | 'old' | 'last-known';

/** A report, a post or a place. */
export interface MapPoint {
  readonly id: string;
  /** Degrees. */
  readonly lon: number;
  /** Degrees. */
  readonly lat: number;
  readonly kind: MapPointKind;
  readonly label: string;
  /** The true place lies within this many metres; drawn as a circle, never as a false point. */
  readonly precisionMetres: number;
  readonly age: MarkAge;
  /** Ids of other points that cannot be true together with this one. */
  readonly contradicts?: readonly string[] | undefined;
}

/** A party as the map tells it apart: by the pattern of its lines and hatch, and by its mark. */
export type MapParty = Pick<PartyFace, 'id' | 'mark' | 'pattern'>;

/** What can be switched on and off. */
export type MapLayer = 'claims' | 'plans' | 'reports' | 'grid' | 'places';
