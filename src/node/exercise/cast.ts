import type { JsonObject } from '../../base/json.ts';
import type { PartyId } from '../../base/ids.ts';
import type { Names } from '../../accord/party/names.ts';
import type { PlanKind } from '../../accord/operation/kinds.ts';
import type { Charter, Roster } from '../../accord/party/schema.ts';
import type { NewPost, NewSite } from './places.ts';
import { BORDER_POSTS, HILL_POSTS, HILL_SITES, PLAIN_POSTS, PLAIN_SITES } from './places.ts';
import { FLYING_SEATS, MEMBER_SEATS, OBSERVER_SEATS } from './seats.ts';

/*
 * The exercise: three parties and an observer along one seam. Every line on the map is drawn by us,
 * coarsely, for practice; none of them is a boundary or anybody's position.
 */

/** A party of the exercise with what it says first. */
export interface Player {
  readonly party: PartyId;
  readonly names: Names;
  readonly domain: string;
  readonly role: 'member' | 'observer';
  readonly seats: Roster['seats'];
  /** Ground it claims, with its names. */
  readonly claims: readonly { readonly names: Names; readonly area: JsonObject }[];
  /** Kinds of plan to which it consents only by two officers. */
  readonly twoPerson: readonly PlanKind[];
  readonly posts: readonly NewPost[];
  readonly sites: readonly NewSite[];
}

type Ring = readonly (readonly [number, number])[];

const party = (id: string) => id as PartyId;

const polygon = (ring: Ring): JsonObject => ({
  type: 'Polygon',
  coordinates: [[...ring, ring[0] ?? [0, 0]].map((point) => [...point])],
});

const names = (en: string, ar: string, ckb: string, tr: string): Names => ({ ar, ckb, tr, en });

/** The players, in the order in which their nodes get their ports. */
export const PLAYERS: readonly Player[] = [
  {
    party: party('iraq'),
    names: names('Iraq', 'العراق', 'عێراق', 'Irak'),
    domain: 'iraq.exercise.tansiq.invalid',
    role: 'member',
    seats: MEMBER_SEATS,
    claims: [
      {
        names: names(
          'Federal line (exercise)',
          'الخط الاتحادي (تمرين)',
          'هێڵی فیدراڵ (مەشق)',
          'Federal hat (tatbikat)',
        ),
        area: polygon([
          [42.4, 34.6],
          [44.9, 34.2],
          [45.1, 35.15],
          [44.45, 35.62],
          [43.72, 35.82],
          [43.05, 36.32],
          [42.5, 36.42],
        ]),
      },
    ],
    twoPerson: [],
    posts: PLAIN_POSTS,
    sites: PLAIN_SITES,
  },
  {
    party: party('krg'),
    names: names('Kurdistan Region', 'إقليم كردستان', 'هەرێمی کوردستان', 'Kürdistan Bölgesi'),
    domain: 'krg.exercise.tansiq.invalid',
    role: 'member',
    seats: FLYING_SEATS,
    claims: [
      {
        names: names(
          'Regional line (exercise)',
          'خط الإقليم (تمرين)',
          'هێڵی هەرێم (مەشق)',
          'Bölge hattı (tatbikat)',
        ),
        area: polygon([
          [42.55, 36.3],
          [43.35, 35.95],
          [43.78, 35.6],
          [44.3, 35.32],
          [45.05, 35.0],
          [46.1, 35.3],
          [45.4, 36.05],
          [44.9, 36.85],
          [43.9, 37.05],
          [42.6, 36.95],
        ]),
      },
    ],
    twoPerson: ['overflight'],
    posts: HILL_POSTS,
    sites: HILL_SITES,
  },
  {
    party: party('turkiye'),
    names: names('Türkiye', 'تركيا', 'تورکیا', 'Türkiye'),
    domain: 'turkiye.exercise.tansiq.invalid',
    role: 'member',
    seats: MEMBER_SEATS,
    claims: [
      {
        names: names(
          'Border line (exercise)',
          'خط الحدود (تمرين)',
          'هێڵی سنوور (مەشق)',
          'Sınır hattı (tatbikat)',
        ),
        area: polygon([
          [42.3, 37.12],
          [44.6, 37.12],
          [44.8, 37.8],
          [43.6, 38.1],
          [42.2, 37.9],
        ]),
      },
    ],
    twoPerson: [],
    posts: BORDER_POSTS,
    sites: [],
  },
  {
    party: party('coalition'),
    names: names(
      'Coalition (observer)',
      'التحالف (مراقب)',
      'هاوپەیمانان (چاودێر)',
      'Koalisyon (gözlemci)',
    ),
    domain: 'coalition.exercise.tansiq.invalid',
    role: 'observer',
    seats: OBSERVER_SEATS,
    claims: [],
    twoPerson: [],
    posts: [],
    sites: [],
  },
];

/** The charter of the exercise's centre. */
export const CHARTER: Charter = {
  id: 'makhmur-jcc-exercise',
  names: names(
    'Makhmur Joint Coordination Centre',
    'مركز تنسيق مخمور المشترك',
    'ناوەندی هەماهەنگی هاوبەشی مەخموور',
    'Mahmur Ortak Koordinasyon Merkezi',
  ),
  members: [party('iraq'), party('krg'), party('turkiye')],
  observers: [party('coalition')],
  area: polygon([
    [42.0, 34.0],
    [46.2, 34.0],
    [46.2, 38.2],
    [42.0, 38.2],
  ]) as unknown as Charter['area'],
  timeZone: { offsetMinutes: 180, letter: 'C' },
  exercise: true,
};
