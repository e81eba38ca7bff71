import { createHash } from 'node:crypto';

import type { PartyId, RecordHash } from '../../src/base/ids.ts';
import { formatBase64Url } from '../../src/base/bytes.ts';
import { formatInstant, instant } from '../../src/base/instant.ts';
import type { Report } from '../../src/accord/knowledge/schema.ts';
import type { Plan } from '../../src/accord/operation/plan-schema.ts';
import type { PlanView, Saved, StatementView } from '../../src/contract/api.ts';
import type { RecordView } from '../../src/contract/reports.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import type { Signer } from '../../src/proof/primitives.ts';
import { signExerciseStatement } from '../../src/proof/assertion.ts';
import type { Theatre } from './theatre.ts';
import { PATIENCE_MILLIS } from './desk.ts';

/** What stands on the stage once the scene is set; hashes by the name that the tests use. */
export interface Scene {
  readonly reports: Readonly<Record<'lights' | 'tractor' | 'device', RecordHash>>;
  readonly plans: Readonly<Record<'waiting' | 'active' | 'suspended' | 'refused', RecordHash>>;
}

interface Seen {
  readonly by: 'iraq' | 'krg' | 'turkiye';
  readonly readers: readonly string[];
  readonly minutesAgo: number;
  readonly report: Omit<Report, 'when' | 'place'>;
  readonly at: readonly [number, number];
  readonly precisionMetres: number;
}

const REPORTS: Readonly<Record<string, Seen>> = {
  lights: {
    by: 'iraq',
    readers: ['iraq', 'krg'],
    minutesAgo: 34,
    at: [43.58, 35.7],
    precisionMetres: 100,
    report: {
      kind: 'observation',
      title: 'مركبتان بلا أضواء جنوب مخمور',
      text: 'تحركت مركبتان من نوع بيك أب شرقاً على الطريق الترابي، ثم توقفتا عند القناة قرب 38S LE 7003 5520 مدة 10 دقائق. لا تماس.',
      language: 'ar',
      source: { kind: 'own-post' },
      grade: { reliability: 'B', credibility: '2' },
    },
  },
  tractor: {
    by: 'krg',
    readers: ['iraq', 'krg'],
    minutesAgo: 21,
    at: [43.6, 35.71],
    precisionMetres: 1000,
    report: {
      kind: 'observation',
      title: 'تراکتۆری جووتیارێک بە لایتێکی شکاوەوە',
      text: 'تراکتۆرێک بوو، نەک دوو ئۆتۆمبێل. جووتیارەکە لە گوندی نزیکەوە دەناسرێت.',
      language: 'ckb',
      source: { kind: 'resident' },
      grade: { reliability: 'C', credibility: '3' },
    },
  },
  device: {
    by: 'krg',
    readers: ['iraq', 'krg', 'turkiye'],
    minutesAgo: 310,
    at: [44.2, 35.42],
    precisionMetres: 500,
    report: {
      kind: 'explosive-hazard',
      title: 'Pressure plate found beside the culvert',
      text: 'Seen by a patrol on foot. Marked with tape, not touched. Disposal team asked for.',
      language: 'en',
      source: { kind: 'own-patrol' },
      grade: { reliability: 'A', credibility: '1' },
    },
  },
  crossing: {
    by: 'turkiye',
    readers: ['iraq', 'krg', 'turkiye'],
    minutesAgo: 1490,
    at: [43.1, 37.1],
    precisionMetres: 5000,
    report: {
      kind: 'crossing',
      title: 'Sınırın güneyinde gece hareketi',
      text: 'Dört kişi, yaya, kuzeyden güneye.',
      language: 'tr',
      source: { kind: 'technical' },
      grade: { reliability: 'B', credibility: '3' },
    },
  },
};

/** Sets the scene through the nodes' public interfaces: reports, a contradiction, plans in every state. */
export async function setScene(theatre: Theatre): Promise<Scene> {
  const seats = new Map<string, Client>();
  for (const party of ['iraq', 'krg', 'turkiye']) {
    for (const seat of ['duty-officer', 'planner', 'liaison-officer']) {
      seats.set(`${party}/${seat}`, await theatre.clientAt(party, seat));
    }
  }
  const hands = { theatre, seats };
  const reports: Record<string, RecordHash> = {};
  for (const [name, seen] of Object.entries(REPORTS)) reports[name] = await say(hands, seen);
  const { lights, tractor, device } = reports as Scene['reports'];
  const krg = seatOf(hands, 'krg', 'duty-officer');
  for (const hash of [lights, tractor]) await untilHeld(krg, hash);
  await untilHeld(seatOf(hands, 'iraq', 'duty-officer'), tractor);
  await krg.post('/api/links', { relation: 'contradicts', from: tractor, to: lights });
  const reason = 'Known in the village.';
  await krg.post('/api/grades', {
    report: lights,
    grade: { reliability: 'D', credibility: '4' },
    reason,
  });
  const waiting = await propose(hands, planOf('NAHR-14', SEAM, 7200));
  const active = await propose(hands, planOf('SAFIN-3', WEST, 1));
  const suspended = await propose(hands, planOf('DIJLA-2', SOUTH, 1));
  const refused = await propose(hands, planOf('HAMRIN-6', EAST, 20_000));
  await decide(hands, 'iraq', waiting, { verdict: 'consent' });
  for (const plan of [active, suspended]) {
    for (const party of ['iraq', 'krg']) await decide(hands, party, plan, { verdict: 'consent' });
  }
  const [civilians, forces] = ['مدنيون في القرية الجنوبية', 'No forces are free before Thursday'];
  await decide(hands, 'krg', suspended, { verdict: 'withdrawal', reason: civilians });
  await decide(hands, 'krg', refused, { verdict: 'refusal', reason: forces });
  const iraq = seatOf(hands, 'iraq', 'duty-officer');
  await untilState(iraq, refused, 'refused');
  await untilState(iraq, suspended, 'suspended');
  await untilHeld(iraq, device);
  return { reports: { lights, tractor, device }, plans: { waiting, active, suspended, refused } };
}

/** The theatre with every seat that is worked without a screen, by `party/seat`. */
export interface Hands {
  readonly theatre: Theatre;
  readonly seats: ReadonlyMap<string, Client>;
}

type Ring = readonly (readonly [number, number])[];

const SEAM: Ring = [
  [43.62, 35.68],
  [43.95, 35.5],
  [44.05, 35.62],
  [43.75, 35.8],
];
const WEST: Ring = [
  [43.0, 36.1],
  [43.3, 35.98],
  [43.35, 36.08],
  [43.1, 36.2],
];
const SOUTH: Ring = [
  [44.3, 35.35],
  [44.6, 35.2],
  [44.65, 35.3],
  [44.4, 35.45],
];
const EAST: Ring = [
  [44.75, 35.12],
  [45.0, 35.05],
  [45.02, 35.12],
  [44.8, 35.25],
];

function seatOf({ seats }: Hands, party: string, seat: string): Client {
  const found = seats.get(`${party}/${seat}`);
  if (!found) throw new Error(`nobody sits at ${party}/${seat}`);
  return found;
}

async function say(hands: Hands, seen: Seen): Promise<RecordHash> {
  const at = Date.now() / 1000 - seen.minutesAgo * 60;
  const report: Report = {
    ...seen.report,
    place: {
      geometry: { type: 'Point', coordinates: [...seen.at] },
      precisionMetres: seen.precisionMetres,
    },
    when: { from: formatInstant(instant(at)), upto: formatInstant(instant(at + 60)) },
  };
  const desk = seatOf(hands, seen.by, 'duty-officer');
  const saved = await desk.post<Saved>('/api/reports', {
    audience: seen.readers,
    tlp: 'AMBER',
    report,
  });
  return saved.hash;
}

function planOf(name: string, ring: Ring, secondsAhead: number): Plan {
  const now = Date.now() / 1000;
  const closed = [...ring, ...ring.slice(0, 1)].map((corner) => [...corner]);
  return {
    kind: 'operation',
    name,
    language: 'en',
    purpose: 'Search the ground between the two lines and clear the farm tracks.',
    shape: { type: 'Polygon', coordinates: [closed] } as unknown as Plan['shape'],
    window: {
      from: formatInstant(instant(now + secondsAhead)),
      upto: formatInstant(instant(now + secondsAhead + 14_400)),
    },
    contributions: [
      { party: 'iraq' as PartyId, forces: [{ kind: 'infantry', count: 120 }] },
      {
        party: 'krg' as PartyId,
        forces: [
          { kind: 'infantry', count: 90 },
          { kind: 'disposal', count: 8 },
        ],
      },
    ],
    rulesOfContact: 'Stop and call the centre on any meeting of units. Net 4, call sign JCP 2.',
  };
}

async function propose(hands: Hands, plan: Plan): Promise<RecordHash> {
  const audience = ['iraq', 'krg', 'turkiye'];
  const desk = seatOf(hands, 'iraq', 'planner');
  const view = await desk.post<PlanView>('/api/plans', { audience, plan });
  return view.hash;
}

interface Verdict {
  readonly verdict: 'consent' | 'refusal' | 'withdrawal';
  readonly reason?: string;
}

/** Says a party's word on a plan, as its liaison officer. */
export async function decide(
  hands: Hands,
  party: string,
  plan: RecordHash,
  said: Verdict,
): Promise<void> {
  const desk = seatOf(hands, party, 'liaison-officer');
  await untilState(desk, plan);
  // A seat has one word a second on a plan: a second one is refused as stale until the clock moves.
  await until(() => signed(hands.theatre.officerOf(party), desk, { plan, ...said }));
}

async function signed(
  officer: Signer,
  desk: Client,
  said: Verdict & { readonly plan: RecordHash },
): Promise<true> {
  const { plan } = said;
  const terms = {
    plan,
    verdict: said.verdict,
    upto: null,
    conditions: [],
    reason: said.reason ?? null,
    language: 'en',
    words: `EXERCISE. ${said.verdict}.`,
  };
  const { at, knows, statement } = await desk.post<StatementView>('/api/statements', terms);
  const challenge = createHash('sha256').update(statement).digest();
  const signature = await signExerciseStatement(officer, new Uint8Array(challenge));
  await desk.post('/api/decisions', {
    ...terms,
    at,
    knows,
    signature: {
      kind: 'exercise',
      publicKey: formatBase64Url(officer.publicKey),
      signature: formatBase64Url(signature),
    },
  });
  return true;
}

/** Waits until a desk holds a record. */
export function untilHeld(desk: Client, hash: RecordHash): Promise<void> {
  return until(() => desk.get<RecordView>(`/api/records/${hash}`).then(() => true));
}

/** Waits until a desk knows a plan and, where it is given, its state. */
export function untilState(desk: Client, plan: RecordHash, kind?: string): Promise<void> {
  return until(async () => {
    const view = await desk.get<PlanView>(`/api/plans/${plan}`);
    return kind === undefined || view.state.kind === kind;
  });
}

/** Waits until something has come true. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MILLIS;
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > end) throw new Error('something that had to come true did not');
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
}
