import type { LogId, RecordHash } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { instant } from '../base/instant.ts';
import type { Audience } from '../accord/party/audience.ts';
import { isSameAudience, partiesIn } from '../accord/party/audience.ts';
import type { Reader } from '../accord/party/release.ts';
import type { RecordType } from '../accord/record.ts';
import { BODIES, TLP_LEVELS } from '../accord/record.ts';
import {
  EXTENSION_OBJECTS,
  presentMarkings,
  presentParty,
  presentTlp,
} from '../gateway/stix-frame.ts';
import type { StixObject } from '../gateway/stix-names.ts';
import { uuidFor } from '../gateway/stix-names.ts';
import type { Outgoing } from '../gateway/stix-head.ts';
import { STIX_TYPES, isOutgoing } from '../gateway/stix-head.ts';
import { frameOf, stixOf } from '../gateway/stix-out.ts';
import type { AmongVersions, TaxiiAsk } from '../gateway/taxii.ts';
import { isMatching } from '../gateway/taxii.ts';
import type { IndexedType } from '../index/port.ts';
import { breathe } from './breath.ts';
import type { Feed } from './feeds.ts';
import type { House } from './house.ts';
import { selfOf } from './house.ts';
import type { Scope } from './outgoing.ts';
import { VERSIONS_MAX, besideOf, outgoingAll, outsideCentre } from './outgoing.ts';

/**
 * How long a record is held before it is added to a collection, in seconds: by then all that came in
 * the same second can be found, so that nothing slips in behind a date that was given. [Y18]
 */
export const SETTLE_SECONDS = 5;

/** How many records one question looks through; the answer then says that there is more. */
export const LOOKED_THROUGH_MAX = 2_000;

/** How many records are read at a time. */
const STEP_LINES = 100;

/** How large an answer may grow, in UTF-16 units of its objects. */
const ANSWER_UNITS_MAX = 8_000_000;

/** What an account may read of one audience. */
export interface Collection {
  /** A UUID that centre, node and audience determine. [Y17] */
  readonly id: string;
  readonly audience: Audience;
  /** The logs of that audience. */
  readonly logs: readonly LogId[];
  /** All that the account may read, so that a link is judged by both of its ends. */
  readonly scope: Scope;
  /** What all its records may refer to: the parties, the marks, our extensions. */
  readonly frame: readonly StixObject[];
}

/** An object in a collection. */
export interface AddedObject {
  readonly object: StixObject;
  readonly added: Instant;
  readonly among: AmongVersions;
}

/** A part of a collection, oldest first. */
export interface TaxiiPage {
  readonly objects: readonly AddedObject[];
  /** Where to go on; absent at the end. */
  readonly next?: string;
}

/** The collections of an account: one for each of its audiences that its party may read. [Y17] */
export function collectionsOf(house: House, feed: Feed): readonly Collection[] {
  // [Y15] It reads as an office that administers nothing, whoever made it.
  const reader: Reader = {
    party: selfOf(house),
    seat: { id: feed.seat, administers: false },
  };
  const isChosen = (audience: Audience): boolean =>
    audience.length > 1 && feed.audiences.some((each) => isSameAudience(each, audience));
  const readable = house.logs.readable(reader).filter((log) => isChosen(log.audience));
  const scope = { reader, logs: readable.map(({ id }) => id) };
  const centre = house.folder.charter.id;
  return feed.audiences.map((audience) => ({
    id: uuidFor(`collection\n${centre}\n${selfOf(house)}\n${audience.join(',')}`),
    audience,
    logs: readable.filter((log) => isSameAudience(log.audience, audience)).map(({ id }) => id),
    scope,
    frame: frameFor(house, audience),
  }));
}

/** Objects of a collection, in the order in which they were added, each once. [Y18] [Y19] */
export async function readPage(
  house: House,
  collection: Collection,
  ask: TaxiiAsk,
): Promise<TaxiiPage> {
  const place = placeIn(ask.next);
  const from = ask.from === undefined ? {} : { from: ask.from };
  const objects: AddedObject[] = [];
  let units = 0;
  const isFull = (): boolean => objects.length >= ask.limit || units > ANSWER_UNITS_MAX;
  const take = (each: AddedObject): void => {
    objects.push(each);
    units += JSON.stringify(each.object).length;
  };

  if (place.kind === 'frame') {
    const frame = await addedFrame(house, collection);
    for (const [i, each] of frame.entries()) {
      if (i < place.skip || !isAsked(ask, each)) continue;
      if (isFull()) return { objects, next: `frame.${i}` };
      take(each);
    }
  }
  let after = place.kind === 'line' ? before(place.cursor) : BEGINNING;
  for (let looked = 0; ;) {
    const lines = await linesOf(house, collection, { ...from, after });
    const records = await recordsIn(
      house,
      collection,
      lines.map(({ hash }) => hash),
    );
    for (const { cursor, hash, heldSince } of lines) {
      const skip = place.kind === 'line' && place.cursor === cursor ? place.skip : 0;
      const all = await objectsOf(house, collection, records.get(hash), heldSince);
      for (const [i, each] of all.entries()) {
        if (i < skip || !isAsked(ask, each)) continue;
        if (isFull()) return { objects, next: `${cursor}.${i}` };
        take(each);
      }
      looked += 1;
      if (looked >= LOOKED_THROUGH_MAX) return { objects, next: `${cursor}.${all.length}` };
    }
    await breathe();
    if (lines.length < STEP_LINES) return { objects };
    after = lines.at(-1)?.cursor ?? after;
  }
}

/** All versions of one object, oldest first; none where it is not in the collection. */
export async function versionsOf(
  house: House,
  collection: Collection,
  id: string,
): Promise<readonly AddedObject[]> {
  const framed = (await addedFrame(house, collection)).filter(({ object }) => object.id === id);
  if (framed.length > 0) return framed;
  const [, digits] = /^[a-z-]+--([0-9a-f]{8}-[0-9a-f]{4})-4[0-9a-f]{3}-/.exec(id) ?? [];
  if (digits === undefined) return [];
  const alike = await house.index.beginningWith(digits.replace('-', ''), collection.logs);
  const found: AddedObject[] = [];
  for (const first of alike) {
    let hash: RecordHash | undefined = first;
    for (let step = 0; hash !== undefined && step < VERSIONS_MAX; step += 1) {
      const held = await house.index.record(hash, collection.logs);
      if (!held || held.heldSince > settled(house)) break;
      const record = (await recordsIn(house, collection, [hash])).get(hash);
      const objects = await objectsOf(house, collection, record, held.heldSince);
      found.push(...objects.filter(({ object }) => object.id === id));
      hash = record?.correctedBy;
    }
  }
  return found;
}

/** Whether an object is asked for by what it is and by when it was added. */
export function isAsked(ask: TaxiiAsk, { object, added, among }: AddedObject): boolean {
  return (ask.from === undefined || added >= ask.from) && isMatching(ask.match, object, among);
}

/** Where an answer ended: inside what all records share, or inside the objects of a record. */
type Place =
  | { readonly kind: 'frame'; readonly skip: number }
  | { readonly kind: 'line'; readonly cursor: string; readonly skip: number };

/** A `next` that we did not write leads to the beginning. */
function placeIn(next: string | undefined): Place {
  const [, cursor, skip = '0'] = /^(\d{1,15}\.\d{1,15})\.(\d{1,6})$/.exec(next ?? '') ?? [];
  if (cursor !== undefined) return { kind: 'line', cursor, skip: Number(skip) };
  const [, framed = '0'] = /^frame\.(\d{1,6})$/.exec(next ?? '') ?? [];
  return { kind: 'frame', skip: Number(framed) };
}

/** The cursor just before another, so that its own line is read again. */
function before(cursor: string): string {
  const [held = '0', no = '0'] = cursor.split('.');
  return no === '0' ? `${Number(held) - 1}.999999999999999` : `${held}.${Number(no) - 1}`;
}

function settled(house: House): Instant {
  return instant(house.clock.now() - SETTLE_SECONDS);
}

/** Types that have no form in STIX. */
const HIDDEN: readonly IndexedType[] = [
  ...(Object.keys(BODIES) as RecordType[]).filter(
    (type) => !(STIX_TYPES as readonly string[]).includes(type),
  ),
  'unknown',
  'erased',
];

type Lines = Awaited<ReturnType<House['index']['lines']>>['lines'];

async function linesOf(
  house: House,
  { logs }: Collection,
  part: { readonly from?: Instant; readonly after?: string; readonly limit?: number },
): Promise<Lines> {
  const { from, after = BEGINNING, limit = STEP_LINES } = part;
  const upto = instant(settled(house) + 1);
  const asked = { logs, hidden: HIDDEN, limit, after, upto };
  return (await house.index.lines({ ...asked, ...(from === undefined ? {} : { from }) })).lines;
}

/** Before all lines; without any cursor the newest lines would come. */
const BEGINNING = '-1.0';

const ALONE: AmongVersions = { isFirst: true, isLast: true };

/** A record of a collection, and the newer report that corrects it. */
interface Held {
  readonly said: Outgoing;
  readonly correctedBy?: RecordHash;
}

/** The records of these hashes; one may stand on two logs: here it is what it is to these readers. */
async function recordsIn(
  house: House,
  { scope, logs }: Collection,
  hashes: readonly RecordHash[],
): Promise<ReadonlyMap<RecordHash, Held>> {
  const found = await outgoingAll(house, { ...scope, logs }, hashes);
  const reports = found.filter(({ record }) => record.type === 'report').map(({ hash }) => hash);
  const about = await house.index.about(reports, scope.logs);
  return new Map(
    found.filter(isOutgoing).map((said) => {
      const correctedBy = about.get(said.hash)?.correctedBy;
      return [said.hash, { said, ...(correctedBy === undefined ? {} : { correctedBy }) }];
    }),
  );
}

/** What a record became, with what only it refers to. */
async function objectsOf(
  house: House,
  { scope, frame }: Collection,
  held: Held | undefined,
  added: Instant,
): Promise<readonly AddedObject[]> {
  if (!held) return [];
  const { said, correctedBy } = held;
  const beside = await besideOf(house, scope, said);
  if (!beside) return [];
  const centre = outsideCentre(house);
  const own = frameOf(centre, said).filter(({ id }) => !frame.some((each) => each.id === id));
  const among: AmongVersions = {
    isFirst: beside.origins?.has(said.hash) !== true,
    isLast: correctedBy === undefined,
  };
  return [
    ...own.map((object) => ({ object, added, among: ALONE })),
    ...stixOf(centre, said, beside).map((object) => {
      return { object, added, among: object.type === 'report' ? among : ALONE };
    }),
  ];
}

/** What all records of an audience may refer to: its parties, the marks, our extensions. */
function frameFor(house: House, audience: Audience): readonly StixObject[] {
  const centre = outsideCentre(house);
  const { exercise } = house.folder.charter;
  const marking = { tlp: 'CLEAR' as const, caveats: [], exercise };
  return [
    ...EXTENSION_OBJECTS,
    ...partiesIn(audience).flatMap((party) => presentParty(centre, party)),
    ...TLP_LEVELS.map(presentTlp),
    ...presentMarkings(centre.id, audience, marking).slice(1),
  ];
}

/** The same with the date of the first record; an empty collection has none of it. */
async function addedFrame(house: House, collection: Collection): Promise<readonly AddedObject[]> {
  const [first] = await linesOf(house, collection, { limit: 1 });
  if (!first) return [];
  const added = first.heldSince;
  return collection.frame.map((object) => ({ object, added, among: ALONE }));
}
