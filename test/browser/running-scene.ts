import { createHash } from 'node:crypto';

import { formatBase64Url } from '../../src/base/bytes.ts';
import type { PartyId, RecordHash } from '../../src/base/ids.ts';
import { formatInstant, instant } from '../../src/base/instant.ts';
import type { Agreement } from '../../src/accord/agreement/schema.ts';
import type { Handover, Post, Site } from '../../src/accord/holding/schema.ts';
import type { Incursion } from '../../src/accord/incursion/schema.ts';
import type { Plan } from '../../src/accord/operation/plan-schema.ts';
import type { PlanView, Saved } from '../../src/contract/api.ts';
import type {
  AgreementView,
  HandoverView,
  IncursionView,
  SigningStatementView,
} from '../../src/contract/beside-plans.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { signExerciseStatement } from '../../src/proof/assertion.ts';
import type { Hands } from './scene.ts';
import { decide, until, untilState } from './scene.ts';
import type { Theatre } from './theatre.ts';

/** What a running centre has besides: hashes by the name that the tests use. */
export interface RunningScene {
  /** An operation with sectors, phases, lines and a conflict, under way. */
  readonly sweep: RecordHash;
  /** Its first version, which the sweep only narrows. */
  readonly before: RecordHash;
  readonly agreement: RecordHash;
  readonly unsigned: RecordHash;
  readonly incursion: RecordHash;
  readonly handover: RecordHash;
}

type Ring = readonly (readonly [number, number])[];

const named = (en: string, ar: string, ckb: string, tr: string) => ({ ar, ckb, tr, en });
const party = (id: string) => id as PartyId;
/** One moment for all: a second later would be another plan. */
const NOW = Date.now() / 1000;
const at = (hours: number) => formatInstant(instant(NOW + hours * 3600));

function ground(...corners: Ring): Plan['shape'] {
  const ring = [...corners, ...corners.slice(0, 1)].map((corner) => [...corner]);
  return { type: 'Polygon', coordinates: [ring] } as unknown as Plan['shape'];
}

const point = (lon: number, lat: number) =>
  ({ type: 'Point', coordinates: [lon, lat] }) as unknown as Plan['shape'];

const WHOLE = ground([43.6, 35.66], [43.96, 35.48], [44.08, 35.62], [43.74, 35.82]);
const NORTH = ground([43.66, 35.73], [43.86, 35.58], [44.0, 35.64], [43.75, 35.79]);
const SOUTH = ground([43.63, 35.67], [43.94, 35.5], [43.98, 35.55], [43.68, 35.73]);

function sweepOf(amends?: RecordHash): Plan {
  const [iraq, krg] = [party('iraq'), party('krg')];
  return {
    kind: 'sweep',
    name: 'SAYF-9',
    language: 'en',
    purpose: 'Clear the farm tracks between the two lines, from the canal to the ridge.',
    shape: WHOLE,
    window: { from: at(-1), upto: at(amends ? 7 : 9) },
    contributions: [
      { party: iraq, forces: [{ kind: 'infantry', count: amends ? 120 : 160 }] },
      {
        party: krg,
        forces: [
          { kind: 'infantry', count: 90 },
          { kind: 'disposal', count: 8 },
        ],
      },
    ],
    sectors: [
      { id: 'n', name: 'Ridge', area: NORTH, lead: krg },
      { id: 's', name: 'القناة', area: SOUTH, lead: iraq },
    ],
    phases: [
      { id: '1', name: 'Cordon', lead: iraq, window: { from: at(-1), upto: at(2) }, sectors: [] },
      { id: '2', name: 'Search', lead: krg, window: { from: at(2), upto: at(6) }, sectors: ['n'] },
    ],
    lines: [
      {
        id: 'amber',
        name: 'Line AMBER',
        route: {
          type: 'LineString',
          coordinates: [
            [43.7, 35.74],
            [43.95, 35.55],
          ],
        },
        holds: [krg],
      },
    ],
    liaison: [{ party: iraq, seat: 'duty-officer' as never, call: 'Net 4, JCP 2' }],
    rulesOfContact: 'Stop and call the centre on any meeting of units.',
    lostContact: { afterMinutes: 120, then: 'suspend' },
    ...(amends ? { amends } : {}),
  };
}

/** Sets what runs, through the nodes' public interfaces. */
export async function setRunningScene(theatre: Theatre): Promise<RunningScene> {
  const seats = new Map<string, Client>();
  for (const id of ['iraq', 'krg', 'turkiye']) {
    for (const seat of ['duty-officer', 'planner', 'liaison-officer']) {
      seats.set(`${id}/${seat}`, await theatre.clientAt(id, seat));
    }
  }
  const hands = { theatre, seats };
  const desk = (id: string, seat: string) => {
    const found = seats.get(`${id}/${seat}`);
    if (!found) throw new Error(`nobody sits at ${id}/${seat}`);
    return found;
  };
  const all = ['iraq', 'krg', 'turkiye'];
  const planner = desk('iraq', 'planner');
  await planner.post<Saved>('/api/sites', { audience: all, site: SCHOOL() });
  const { hash: camp } = await desk('turkiye', 'planner').post<Saved>('/api/posts', {
    audience: all,
    post: CAMP(),
  });
  await planner.post<Saved>('/api/posts', { audience: all, post: BRIDGE() });
  const before = await planner.post<PlanView>('/api/plans', { audience: all, plan: sweepOf() });
  for (const id of all) await decide(hands, id, before.hash, { verdict: 'consent' });
  const plan = sweepOf(before.hash);
  const sweep = await planner.post<PlanView>('/api/plans', { audience: all, plan });
  const krg = desk('krg', 'duty-officer');
  await untilState(planner, sweep.hash, 'active');
  await planner.post(`/api/plans/${sweep.hash}/activation`, {});
  await untilState(krg, sweep.hash);
  await planner.post(`/api/plans/${sweep.hash}/step`, {
    step: { kind: 'sector', sector: 's', percent: 40 },
    language: 'en',
    note: null,
  });
  await krg.post(`/api/plans/${sweep.hash}/step`, {
    step: { kind: 'line', line: 'amber', state: 'offered', with: 'iraq' },
    language: 'en',
    note: null,
  });
  const { agreement, unsigned } = await agree(hands, desk);
  const incursion = await desk('iraq', 'duty-officer').post<IncursionView>('/api/incursions', {
    audience: ['iraq', 'krg', 'turkiye'],
    tlp: 'AMBER',
    incursion: INCURSION(),
  });
  const handover = await desk('turkiye', 'planner').post<HandoverView>('/api/handovers', {
    handover: handoverOf(camp),
  });
  await until(() => krg.get(`/api/incursions/${incursion.hash}`).then(() => true));
  await until(async () => {
    const known = await krg.get<readonly HandoverView[]>('/api/handovers');
    return known.some(({ hash }) => hash === handover.hash);
  });
  return {
    sweep: sweep.hash,
    before: before.hash,
    agreement,
    unsigned,
    incursion: incursion.hash,
    handover: handover.hash,
  };
}

async function agree(hands: Hands, desk: (id: string, seat: string) => Client) {
  const planner = desk('iraq', 'planner');
  const signed = await planner.post<AgreementView>('/api/agreements', { agreement: SEAM() });
  const open = await planner.post<AgreementView>('/api/agreements', { agreement: OVERFLIGHTS() });
  for (const id of ['iraq', 'krg']) await sign(hands, desk(id, 'liaison-officer'), id, signed.hash);
  await sign(hands, desk('iraq', 'liaison-officer'), 'iraq', open.hash);
  const krg = desk('krg', 'duty-officer');
  await until(async () => (await krg.get<AgreementView>(`/api/agreements/${signed.hash}`)).inForce);
  await until(async () => {
    const { signed: by } = await krg.get<AgreementView>(`/api/agreements/${open.hash}`);
    return by.length === 1;
  });
  return { agreement: signed.hash, unsigned: open.hash };
}

async function sign(hands: Hands, desk: Client, id: string, under: RecordHash): Promise<void> {
  await until(() => desk.get(`/api/agreements/${under}`).then(() => true));
  const asked = { under, verdict: 'signs', language: 'en', words: 'We sign.' } as const;
  const { at: moment, statement } = await desk.post<SigningStatementView>(
    '/api/signings/statement',
    asked,
  );
  const officer = hands.theatre.officerOf(id);
  const challenge = createHash('sha256').update(statement).digest();
  const signature = await signExerciseStatement(officer, new Uint8Array(challenge));
  await desk.post('/api/signings', {
    ...asked,
    at: moment,
    signature: {
      kind: 'exercise',
      publicKey: formatBase64Url(officer.publicKey),
      signature: formatBase64Url(signature),
    },
  });
}

const SEAM = (): Agreement => ({
  names: named(
    'Seam agreement (exercise)',
    'اتفاق الحزام (تمرين)',
    'ڕێککەوتنی پشتێنە (مەشق)',
    'Kuşak mutabakatı (tatbikat)',
  ),
  parties: [party('iraq'), party('krg')],
  language: 'ar',
  articles: [
    { id: '1', text: 'يتبادل الطرفان المعلومات عن كل تحرك في الحزام قبل وقوعه.' },
    {
      id: '2',
      text: 'لا تجري دورية في الحزام إلا بموافقة الطرفين.',
      rule: {
        effect: 'consent',
        parties: [party('iraq'), party('krg')],
        kinds: ['patrol', 'sweep'],
        area: WHOLE,
        from: at(-48),
        upto: null,
      },
    },
  ],
});

const OVERFLIGHTS = (): Agreement => ({
  names: named(
    'Overflights below 900 m',
    'التحليق دون 900 م',
    'فڕین لە خوار 900 م',
    '900 m altında uçuş',
  ),
  parties: [party('iraq'), party('krg')],
  language: 'en',
  articles: [
    {
      id: '1',
      text: 'The other party is told of overflights instead of being asked.',
      rule: {
        effect: 'notify',
        parties: [party('krg')],
        kinds: ['overflight'],
        area: null,
        from: at(1),
        upto: at(24 * 90),
      },
    },
  ],
});

const SCHOOL = (): Site => ({
  names: named(
    'Canal village school',
    'مدرسة قرية القناة',
    'قوتابخانەی گوندی کەناڵ',
    'Kanal köyü okulu',
  ),
  kind: 'school',
  ground: point(43.66, 35.66),
  distanceMetres: 2000,
  from: at(-1000),
  upto: null,
});

const CAMP = (): Post => ({
  names: named(
    'Zilkan camp (exercise)',
    'معسكر زيلكان (تمرين)',
    'کەمپی زیلکان (مەشق)',
    'Zilkan kampı (tatbikat)',
  ),
  kind: 'base',
  at: point(43.45, 36.5),
  distanceMetres: 500,
  from: at(-20_000),
  upto: null,
});

const BRIDGE = (): Post => ({
  names: named('Bridge post', 'نقطة الجسر', 'خاڵی پرد', 'Köprü noktası'),
  kind: 'checkpoint',
  at: point(43.3, 35.5),
  distanceMetres: 300,
  from: at(-500),
  upto: null,
});

const INCURSION = (): Incursion => ({
  kind: 'crossing',
  title: 'ثلاث مركبات عبرت الخط جنوبًا',
  language: 'ar',
  text: 'عبرت ثلاث مركبات الخط قرب 38S LE 7003 5520 وبقيت نصف ساعة ثم عادت.',
  place: { geometry: point(43.75, 35.6), precisionMetres: 200 },
  when: { from: at(-0.5), upto: at(-0.1) },
  by: party('krg'),
});

const handoverOf = (post: RecordHash): Handover => ({
  post,
  to: party('krg'),
  language: 'en',
  steps: [
    { id: '1', text: 'Inspect the site together', by: party('turkiye') },
    { id: '2', text: 'Take over guard of the gate', by: party('krg') },
  ],
  inventory: [
    { what: 'Prefabricated huts', count: 14 },
    { what: 'مولدات كهرباء', count: 3 },
  ],
});
