import type { PartyId, RecordHash } from '../../base/ids.ts';
import { formatInstant, instant } from '../../base/instant.ts';
import type { Agreement, Rule } from '../../accord/agreement/schema.ts';
import type { Handover } from '../../accord/holding/schema.ts';
import type { Incursion } from '../../accord/incursion/schema.ts';
import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { Limit } from '../../accord/operation/schema.ts';

/*
 * What is said in the second act. Places are invented and coarse; the ground of the sweep lies where
 * two of the exercise's drawn lines overlap.
 */

type Geometry = Plan['shape'];
type Point = readonly [lon: number, lat: number];

const [IRAQ, KRG, TURKIYE] = ['iraq' as PartyId, 'krg' as PartyId, 'turkiye' as PartyId] as const;

const area = (...ring: readonly Point[]): Geometry => {
  const closed = [...ring, ...ring.slice(0, 1)].map((corner) => [...corner]);
  return { type: 'Polygon', coordinates: [closed] } as unknown as Geometry;
};

const route = (...points: readonly Point[]): Geometry =>
  ({ type: 'LineString', coordinates: points.map((at) => [...at]) }) as unknown as Geometry;

const point = (at: Point): Geometry =>
  ({ type: 'Point', coordinates: [...at] }) as unknown as Geometry;

/** A moment so many seconds from now, as records carry it. */
export function momentIn(seconds: number): string {
  return formatInstant(instant(Math.floor(Date.now() / 1000) + seconds));
}

/** The belt between the lines in which the agreement's rules hold. */
const BELT = area([44.0, 35.2], [44.8, 35.2], [44.8, 35.75], [44.0, 35.75]);

/** The north, over which flights are everybody's business. */
const NORTH = area([43.5, 36.2], [45.2, 36.2], [45.2, 37.0], [43.5, 37.0]);

/** The article that lets the base stand. */
export const BASE_ARTICLE = '5';

/** The agreement of all three, with rules that every node applies. */
export function newAgreement(): Agreement {
  const [from, upto] = [momentIn(-60), momentIn(30 * 86_400)];
  const rule = (
    effect: Rule['effect'],
    parties: PartyId[],
    kinds: Rule['kinds'],
    where: Geometry,
  ) => ({ effect, parties, kinds, area: where, from, upto }) satisfies Rule;
  return {
    names: {
      ar: 'تفاهم حول النشاط على امتداد الخط (تمرين)',
      ckb: 'لێکتێگەیشتن لەسەر چالاکی بەدرێژایی هێڵەکە (مەشق)',
      tr: 'Hat boyunca faaliyet mutabakatı (tatbikat)',
      en: 'Understanding on activity along the line (exercise)',
    },
    parties: [IRAQ, KRG, TURKIYE],
    language: 'en',
    articles: [
      { id: '1', text: 'Nothing moves along the line without those whom it touches.' },
      {
        id: '2',
        text: 'Flights over the north need the consent of the party north of the border too.',
        rule: rule('consent', [TURKIYE], ['overflight'], NORTH),
      },
      {
        id: '3',
        text: 'Of visits in the belt the two claimants are told; their consent is not needed.',
        rule: rule('notify', [IRAQ, KRG], ['visit'], BELT),
      },
      {
        id: '4',
        text: 'The party north of the border takes no part in sweeps and operations in the belt.',
        rule: rule('forbidden', [TURKIYE], ['sweep', 'operation'], BELT),
      },
      {
        id: BASE_ARTICLE,
        text: 'The training base in the plain serves training alone and is handed over when that ends.',
      },
    ],
  };
}

const GROUND: readonly Point[] = [
  [44.1, 35.5],
  [44.4, 35.4],
  [44.5, 35.5],
  [44.2, 35.62],
];

/** A part of that ground: less in the north-west. */
const LESS_GROUND: readonly Point[] = [
  [44.1, 35.5],
  [44.4, 35.4],
  [44.5, 35.5],
  [44.23, 35.6],
];

const forces = (...counts: readonly [kind: string, count: number][]) =>
  counts.map(([kind, count]) => ({ kind, count })) as unknown as Plan['contributions'][0]['forces'];

/** The parts of the sweep that stay the same from version to version. */
function sweepParts(from: string, middle: string, upto: string) {
  return {
    sectors: [
      {
        id: 'west',
        name: 'West of the track',
        area: area([44.1, 35.5], [44.25, 35.45], [44.35, 35.56], [44.2, 35.62]),
        lead: IRAQ,
      },
      {
        id: 'east',
        name: 'East of the track',
        area: area([44.25, 35.45], [44.4, 35.4], [44.5, 35.5], [44.35, 35.56]),
        lead: KRG,
      },
    ],
    phases: [
      { id: 'search', name: 'Search', lead: IRAQ, window: { from, upto: middle }, sectors: [] },
      { id: 'hold', name: 'Hold', lead: KRG, window: { from: middle, upto }, sectors: ['east'] },
    ],
    lines: [
      {
        id: 'track',
        name: 'The track',
        route: route([44.25, 35.45], [44.35, 35.56]),
        holds: [IRAQ],
      },
    ],
    liaison: [
      { party: IRAQ, seat: 'liaison-officer', call: 'Net 4, call sign Canal' },
      { party: KRG, seat: 'liaison-officer', call: 'Net 4, call sign Ridge' },
    ] as Plan['liaison'],
    lostContact: { afterMinutes: 1, then: 'suspend' as const },
  };
}

/** The sweep as it is first proposed: larger than a liaison officer may decide. */
export function newSweep(): Plan {
  const [from, middle, upto] = [momentIn(2), momentIn(900), momentIn(3600)];
  return {
    kind: 'sweep',
    name: 'ZAB-2',
    language: 'en',
    purpose: 'Sweep the ground between the two lines together, from both sides towards the track.',
    shape: area(...GROUND),
    window: { from, upto },
    contributions: [
      { party: IRAQ, forces: forces(['infantry', 300], ['disposal', 20]) },
      { party: KRG, forces: forces(['infantry', 280], ['medical', 20]) },
    ],
    rulesOfContact: 'Stop and call the centre on any meeting of units. Nobody crosses the track.',
    ...sweepParts(from, middle, upto),
  };
}

/** What the second party's consent is bound to: fewer people, and nothing after the forty minutes. */
export function limitsOf(sweep: Plan): readonly Limit[] {
  return [
    { kind: 'count', max: 300 },
    { kind: 'time', from: sweep.window.from, upto: momentIn(2400) },
  ];
}

/** The sweep made narrower, so that it keeps within the limits. */
export function narrowed(sweep: Plan, amends: RecordHash, leadSeconds: number): Plan {
  return {
    ...sweep,
    amends,
    shape: area(...LESS_GROUND),
    window: { from: momentIn(leadSeconds), upto: momentIn(1800) },
    contributions: [
      { party: IRAQ, forces: forces(['infantry', 140], ['disposal', 10]) },
      { party: KRG, forces: forces(['infantry', 120], ['medical', 10]) },
    ],
  };
}

/** A visit to people in the belt, of which the third party only tells. */
export function newVisit(): Plan {
  return {
    kind: 'visit',
    name: 'HEWRA-4',
    language: 'en',
    purpose: 'Bring blankets to the camp, and look at its wells.',
    shape: point([44.33, 35.5]),
    reachMetres: 1_500,
    window: { from: momentIn(2), upto: momentIn(5400) },
    contributions: [{ party: TURKIYE, forces: forces(['observers', 12], ['vehicles', 4]) }],
    rulesOfContact: 'Give way to everyone.',
    sharing: 'notice',
  };
}

/** A flight over ground that one party claims, in air of which the agreement speaks. */
export function newFlight(): Plan {
  return {
    kind: 'overflight',
    name: 'QANDIL-7',
    language: 'en',
    purpose: 'Look at the state of the roads before the snow.',
    shape: route([43.9, 36.4], [44.5, 36.6]),
    reachMetres: 1_000,
    heights: { lowMetres: 2_500, highMetres: 3_500 },
    window: { from: momentIn(3), upto: momentIn(1800) },
    contributions: [{ party: IRAQ, forces: forces(['observers', 3]) }],
    rulesOfContact: 'Turn back on any call from the ground.',
  };
}

/** What a party records that saw units on its ground while its consent did not stand. */
export function newIncursion(from: string, upto: string): Incursion {
  return {
    kind: 'movement',
    title: 'Two sections east of the track after the consent was withdrawn',
    language: 'en',
    text: 'Seen from the ridge; they were called on the net and went on.',
    place: { geometry: point([44.38, 35.47]), precisionMetres: 200 },
    when: { from, upto },
    by: IRAQ,
  };
}

/** The hand-over of the base. */
export function newHandover(post: RecordHash): Handover {
  return {
    post,
    to: IRAQ,
    language: 'en',
    steps: [
      { id: 'survey', text: 'Both walk the ground and mark what is cleared.', by: IRAQ },
      { id: 'stores', text: 'The stores are counted and sealed.', by: TURKIYE },
      { id: 'flag', text: 'The guard is relieved.', by: TURKIYE },
    ],
    inventory: [
      { what: 'Classrooms', count: 6 },
      { what: 'Generators', count: 2 },
      { what: 'Beds', count: 120 },
    ],
  };
}
