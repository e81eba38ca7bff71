import { audienceOf } from '../accord/party/audience.ts';
import type { Audience } from '../accord/party/audience.ts';
import type { Decision } from '../accord/operation/schema.ts';
import { formatStatement, termsOf } from '../accord/operation/statement.ts';
import type { RecordOf } from '../accord/record.ts';
import { formatRecord } from '../accord/record.ts';
import { formatBase64Url } from '../base/bytes.ts';
import type { PartyId, RecordHash } from '../base/ids.ts';
import { recordHash } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { formatInstant, instant } from '../base/instant.ts';
import { signExerciseStatement } from '../proof/assertion.ts';
import { hostPrimitives, must, signerOf } from '../proof/cast.suite.ts';
import { checkpointBody, signCheckpoint } from '../proof/checkpoint.ts';
import { cosign, withSignature } from '../proof/cosignature.ts';
import { EMPTY_FRONTIER, grow, leafHash, rootOf } from '../proof/tree.ts';
import type { Card } from './card.ts';
import type { Log } from './log.ts';
import { logOf } from './log.ts';
import type { OperationProof, ProofLog } from './operation-proof.ts';
import { GROUND_TYPES, concerning, givenOf, surveyEntry } from './operation-survey.ts';
import type { Entry } from './ports.ts';
import { challengeOf, keyIdOf } from './seal.ts';

const { sha256 } = hostPrimitives;
const names = { ar: 'x', ckb: 'x', tr: 'x', en: 'x' };

/** The hour before which nothing begins. */
export const DAWN = 1_790_000_000;

/** Parties that keep logs towards all of them, and a witness that cosigns. */
export interface Bureau {
  readonly cards: ReadonlyMap<PartyId, Card>;
  readonly members: Audience;
  log(author: string, ...audience: readonly string[]): Log;
  /** Adds a record of this type to the author's log, so many seconds after dawn. */
  say(author: string, type: string, body: object, as?: Saying): RecordHash;
  /** Adds a decision that the party's officer has signed. */
  decide(author: string, plan: RecordHash, verdict: Decision['verdict'], at: number): Promise<void>;
  /** Has the author's log signed as it stands, and cosigned at this time where one is given. */
  sign(author: string, cosignedAt?: number): Promise<void>;
  /** The proof file of an operation, of every log that was signed. */
  proof(operation: RecordHash, whole?: boolean): OperationProof;
}

/** How a record departs from the usual. */
export interface Saying {
  readonly at?: number;
  readonly audience?: readonly string[];
}

interface Held {
  readonly log: Log;
  readonly entries: Entry[];
  readonly notes: string[];
}

/** The card of a party whose keys come from its name. */
export function cardOf(party: string, isWitness = false): Card {
  const domain = `${party}.example`;
  return {
    party: party as PartyId,
    names,
    domain,
    identityKey: { name: domain, type: 'ed25519', publicKey: signerOf(`${party} id`).publicKey },
    nodeKey: signerOf(party).publicKey,
    addresses: [],
    ...(isWitness
      ? {
          witnessKey: {
            name: `${domain}/witness`,
            type: 'cosignature',
            publicKey: signerOf(`${party} eye`).publicKey,
          },
        }
      : {}),
  };
}

/** The time so many seconds after dawn. */
export function dawn(seconds: number): Instant {
  return instant(DAWN + seconds);
}

/** A centre of these members with the witness `eye`, in which each has said charter, roster and claim. */
export function bureauOf(...members: readonly string[]): Bureau {
  return bureauUnder('centre', members);
}

/** Such a centre by the charter of this name. */
export function bureauUnder(charter: string, members: readonly string[]): Bureau {
  const audience = (parties: readonly string[]) => must(audienceOf(parties as PartyId[]));
  const centre = audience(members);
  const cards = new Map(members.map((party) => [party as PartyId, cardOf(party)]));
  cards.set('eye' as PartyId, cardOf('eye', true));
  const logs = new Map<string, Held>();
  const log = (author: string, ...readers: readonly string[]): Log => {
    const card = cards.get(author as PartyId);
    if (!card) throw new Error(`${author} has a card`);
    return logOf(sha256, card, readers.length > 0 ? audience(readers) : centre);
  };
  const heldOf = (of: Log): Held => {
    const held = logs.get(of.origin) ?? { log: of, entries: [], notes: [] };
    logs.set(of.origin, held);
    return held;
  };
  let count = 0;
  const recordOf = (author: string, type: string, body: object, at: number): RecordOf => {
    count += 1;
    return {
      v: 1,
      id: `0199d1c0-0000-7000-8000-${String(count).padStart(12, '0')}`,
      at: formatInstant(dawn(at)),
      // Who proposes does not decide.
      by: { party: author, seat: type === 'plan' ? 'desk/planner' : 'desk/duty-officer' },
      marking: { tlp: 'AMBER', caveats: [], exercise: true },
      refs: [],
      type,
      body,
    } as unknown as RecordOf;
  };
  const add = (of: Log, record: RecordOf): RecordHash => {
    const bytes = must(formatRecord(record));
    heldOf(of).entries.push(bytes);
    return recordHash(sha256(bytes));
  };
  const bureau: Bureau = {
    cards,
    members: centre,
    log,
    say: (author, type, body, as = {}) =>
      add(log(author, ...(as.audience ?? [])), recordOf(author, type, body, as.at ?? 0)),
    async decide(author, plan, verdict, at) {
      const officer = signerOf(`${author} officer`);
      const publicKey = formatBase64Url(officer.publicKey);
      const signature = { kind: 'exercise' as const, publicKey, signature: '' };
      const terms = { plan, verdict, upto: null, conditions: [], reason: null };
      const body: Decision = { ...terms, language: 'en', words: verdict, signature };
      const record = recordOf(author, 'decision', body, at) as RecordOf<'decision'>;
      const challenge = challengeOf(sha256, formatStatement(termsOf(record)));
      const signed = formatBase64Url(await signExerciseStatement(officer, challenge));
      add(log(author), {
        ...record,
        body: { ...body, signature: { ...signature, signature: signed } },
      });
    },
    async sign(author, cosignedAt) {
      for (const held of [...logs.values()].filter((each) => each.log.author === author)) {
        const { origin } = held.log;
        const leaves = held.entries.map((entry) => leafHash(sha256, entry));
        const root = rootOf(sha256, grow(sha256, EMPTY_FRONTIER, leaves));
        const head = { origin, size: leaves.length, root };
        const own = await signCheckpoint(signerOf(author), head);
        if (cosignedAt === undefined) held.notes.push(own.note);
        else {
          const body = checkpointBody(own);
          const time = dawn(cosignedAt);
          const line = await cosign(signerOf('eye eye'), 'eye.example/witness', body, time);
          held.notes.push(must(withSignature(own, line)).note);
        }
      }
    },
    proof(operation, whole = false) {
      const all = [...logs.values()].filter(({ notes }) => notes.length > 0);
      const surveyed = all.flatMap((held) => held.entries.map((each) => surveyEntry(sha256, each)));
      const about = concerning(surveyed, operation);
      const given = all.map((held): ProofLog => {
        const { origin, author, audience: readers } = held.log;
        const wanted = new Set(
          givenOf(
            held.entries.map((each) => surveyEntry(sha256, each)),
            ({ hash, type }) => whole || GROUND_TYPES.has(type) || about.has(hash),
          ),
        );
        return {
          origin,
          author,
          audience: readers,
          notes: held.notes,
          entries: held.entries.map((bytes, index) =>
            wanted.has(index)
              ? { kind: 'given', bytes }
              : { kind: 'withheld', leaf: leafHash(sha256, bytes) },
          ),
        };
      });
      const inOrder = given.toSorted((ours, theirs) => (ours.origin < theirs.origin ? -1 : 1));
      return { operation, exercise: true, logs: inOrder };
    },
  };
  for (const party of members) {
    bureau.say(party, 'charter', {
      id: charter,
      names,
      members: [...centre],
      observers: ['eye'],
      area: ground(0, 0, 10, 10),
      timeZone: { offsetMinutes: 180, letter: 'C' },
      exercise: true,
    });
    const publicKey = formatBase64Url(signerOf(`${party} officer`).publicKey);
    const seat = 'desk/duty-officer';
    const id = keyIdOf(sha256, { kind: 'exercise', publicKey });
    bureau.say(party, 'roster', {
      seats: [{ seat, names, duties: ['decide', 'plan'] }],
      keys: [{ id, kind: 'exercise', seat, from: formatInstant(dawn(0)), upto: null }],
    });
    const at = members.indexOf(party);
    const area = ground(at, 0, at + 1, 1);
    bureau.say(party, 'claim', { names, area, from: formatInstant(dawn(0)), upto: null });
  }
  return bureau;
}

function ground(west: number, south: number, east: number, north: number): object {
  const at = (x: number, y: number) => [40 + x / 10, 35 + y / 10];
  const [start, end] = [at(west, south), at(east, north)];
  return { type: 'Polygon', coordinates: [[start, at(east, south), end, at(west, north), start]] };
}

/** A plan over the ground of the first two members, from 1,000 to 2,000 seconds after dawn. */
export function planBody(amends?: RecordHash): object {
  return {
    kind: 'operation',
    name: 'NAHR',
    language: 'en',
    purpose: '',
    shape: ground(0, 0, 2, 1),
    window: { from: formatInstant(dawn(1_000)), upto: formatInstant(dawn(2_000)) },
    contributions: [],
    rulesOfContact: '',
    ...(amends ? { amends } : {}),
  };
}

/** What is no business of any operation. */
export const REMARK = { language: 'en', text: 'The generator is mended.' };
