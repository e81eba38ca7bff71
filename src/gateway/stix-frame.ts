import type { PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { formatInstant, instant } from '../base/instant.ts';
import type { Audience } from '../accord/party/audience.ts';
import { compartmentIn } from '../accord/party/audience.ts';
import type { Names } from '../accord/party/names.ts';
import type { RecordHead } from '../accord/record.ts';
import type { StixObject, TlpLevel } from './stix-names.ts';
import {
  EXERCISE_LABEL,
  EXERCISE_MARKING,
  GRADE_EXTENSION,
  RECORD_EXTENSION,
  TLP_EXTENSION,
  TLP_MARKINGS,
  stixIdFor,
} from './stix-names.ts';

/** A party of the centre as others are told of it. */
export interface OutsideParty {
  readonly names: Names;
  /** Which card of the party these names stand in; a later card makes a later version. */
  readonly serial: number;
}

/** The centre whose records go out. */
export interface OutsideCentre {
  /** As its charter names it. */
  readonly id: string;
  readonly exercise: boolean;
  readonly parties: ReadonlyMap<PartyId, OutsideParty>;
}

/** The identity of a party as an organisation. [Y1] */
export function identityOf(centre: string, party: PartyId): string {
  return stixIdFor('identity', `${centre}\n${party}`);
}

/** The marks of a record with this head and these readers: TLP 2.0, the readers, the caveats, the exercise. [Y3] [Y4] */
export function markingsOf(
  centre: string,
  audience: Audience,
  { tlp, caveats, exercise }: RecordHead['marking'],
): readonly string[] {
  return [
    TLP_MARKINGS[tlp],
    readersMarking(centre, audience),
    ...caveats.map(caveatMarking),
    ...(exercise ? [EXERCISE_MARKING] : []),
  ];
}

/** A mark of TLP 2.0 as it was published. [Y3] */
export function presentTlp(tlp: TlpLevel): StixObject {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: TLP_MARKINGS[tlp],
    created: '2022-10-01T00:00:00.000Z',
    name: `TLP:${tlp}`,
    extensions: {
      [TLP_EXTENSION]: { extension_type: 'property-extension', tlp_2_0: tlp.toLowerCase() },
    },
  };
}

/** What stands behind the marks of a record, in the order of {@link markingsOf}. */
export function presentMarkings(
  centre: string,
  audience: Audience,
  { tlp, caveats, exercise }: RecordHead['marking'],
): readonly StixObject[] {
  const readers = compartmentIn(audience)
    ? `To be read only in this compartment, by its own party: ${audience.join(', ')}`
    : `To be read only by these parties of ${centre}: ${audience.join(', ')}`;
  return [
    presentTlp(tlp),
    statement(readersMarking(centre, audience), readers),
    ...caveats.map((caveat) => statement(caveatMarking(caveat), `Caveat: ${caveat}`)),
    ...(exercise ? [statement(EXERCISE_MARKING, 'EXERCISE EXERCISE EXERCISE')] : []),
  ];
}

/** A party as an organisation, with its names in the other languages. Never a person. [Y6] */
export function presentParty(centre: OutsideCentre, party: PartyId): readonly StixObject[] {
  const known = centre.parties.get(party);
  const id = identityOf(centre.id, party);
  const modified = timeOf(instant(FIRST_SECONDS + (known?.serial ?? 0)));
  const marks = centre.exercise
    ? { labels: [EXERCISE_LABEL], object_marking_refs: [EXERCISE_MARKING] }
    : {};
  const head = { spec_version: '2.1', created: timeOf(instant(FIRST_SECONDS)), modified, ...marks };
  const identity: StixObject = {
    type: 'identity',
    id,
    ...head,
    lang: 'en',
    name: known?.names.en ?? party,
    identity_class: 'organization',
    external_references: [{ source_name: `tansiq:${centre.id}`, external_id: party }],
  };
  if (!known) return [identity];
  const { ar, ckb, tr } = known.names;
  const words: StixObject = {
    type: 'language-content',
    id: stixIdFor('language-content', id),
    ...head,
    created_by_ref: id,
    object_ref: id,
    object_modified: modified,
    contents: { ar: { name: ar }, ckb: { name: ckb }, tr: { name: tr } },
  };
  return [identity, words];
}

/** What our two extensions mean, and who says so; these stand beside what bears them. [Y2] [Y5] */
export const EXTENSION_OBJECTS: readonly StixObject[] = [
  {
    type: 'identity',
    spec_version: '2.1',
    id: 'identity--9d4f431e-26e8-4a3c-bcb1-c48927494c62',
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    name: 'Tansiq',
    identity_class: 'organization',
  },
  extension(
    GRADE_EXTENSION,
    'Admiralty grade',
    'The two axes of the Admiralty code, each alone: how far the source can be trusted (A to F) and how likely the information is true (1 to 6). F and 6 mean that it cannot be judged.',
  ),
  extension(
    RECORD_EXTENSION,
    'Tansiq record',
    'The record of a joint coordination centre that an object was made of, with what STIX has no place for.',
  ),
];

/** A moment as STIX writes it, to the millisecond. */
export function timeOf(moment: Instant | string): string {
  const text = typeof moment === 'string' ? moment : formatInstant(moment);
  return `${text.slice(0, -1)}.000Z`;
}

/** 2026-01-01T00:00:00Z, before which no party had a card. */
const FIRST_SECONDS = 1_767_225_600;

function readersMarking(centre: string, audience: Audience): string {
  return stixIdFor('marking-definition', `readers\n${centre}\n${audience.join(',')}`);
}

function caveatMarking(caveat: string): string {
  return stixIdFor('marking-definition', `caveat\n${caveat}`);
}

function statement(id: string, words: string): StixObject {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id,
    created: timeOf(instant(FIRST_SECONDS)),
    definition_type: 'statement',
    definition: { statement: words },
  };
}

function extension(id: string, name: string, description: string): StixObject {
  return {
    type: 'extension-definition',
    spec_version: '2.1',
    id,
    created_by_ref: 'identity--9d4f431e-26e8-4a3c-bcb1-c48927494c62',
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    name,
    description,
    schema: 'docs/spec/stix-extension.schema.json in the source of Tansiq',
    version: '1.0.0',
    extension_types: ['property-extension'],
  };
}
