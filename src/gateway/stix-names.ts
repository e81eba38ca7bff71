import type { RecordHash } from '../base/ids.ts';
import { formatHex, sha256, utf8 } from '../base/bytes.ts';
import type { JsonObject } from '../base/json.ts';
import type { TLP_LEVELS } from '../accord/record.ts';

/** A level of TLP 2.0 as our records say it. */
export type TlpLevel = (typeof TLP_LEVELS)[number];

/** A STIX object of any type. */
export interface StixObject extends JsonObject {
  readonly type: string;
  readonly id: string;
}

/** The media type of STIX 2.1, which TAXII names. */
export const STIX_MEDIA_TYPE = 'application/stix+json;version=2.1';

/** The extension in which TLP 2.0 was published; a marking says its level there. [Y3] */
export const TLP_EXTENSION = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';

/** The published marking-definitions of TLP 2.0. Those of TLP 1 are others, and are never used. [Y3] */
export const TLP_MARKINGS: Readonly<Record<TlpLevel, string>> = {
  CLEAR: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  GREEN: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  AMBER: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'AMBER+STRICT': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  RED: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
};

/**
 * Our extension with the Admiralty code: `reliability` A to F and `credibility` 1 to 6, each alone.
 * STIX has a place for the second half only. [Y5]
 */
export const GRADE_EXTENSION = 'extension-definition--032a8bdb-b3ab-4e7c-a5db-d49378bf84dc';

/**
 * Our extension with what of a record has no place in STIX: see `docs/spec/stix-extension.schema.json`.
 * On a `report`, the body's title, language and text are `name`, `lang` and `description` (absent
 * where the text is empty), and its other fields stand in `body` as the record has them. [Y2]
 */
export const RECORD_EXTENSION = 'extension-definition--8421b7f6-61da-42d7-8f14-6473bc648fc5';

/** The label of everything that was said in an exercise. [Y4] */
export const EXERCISE_LABEL = 'exercise';

/** The marking of everything that was said in an exercise. [Y4] */
export const EXERCISE_MARKING = 'marking-definition--6a882c58-68e8-46ac-b9e5-b7a529fb34ce';

/**
 * The identity of a STIX object that a record determines, so that it is the same at every node: the
 * first 16 bytes of the record's hash in the form of a UUID. They are as good as chance, so the form
 * is version 4: the published schemas know none past 5. [Y1]
 */
export function stixIdOf(type: string, record: RecordHash): string {
  return `${type}--${uuidOf(record.slice('sha256:'.length))}`;
}

/** The identity of a STIX object that some words determine, such as a party or an audience. [Y1] */
export function stixIdFor(type: string, words: string): string {
  return `${type}--${uuidFor(`${type}\n${words}`)}`;
}

/** A UUID that `words` determine. [Y1] */
export function uuidFor(words: string): string {
  return uuidOf(formatHex(sha256(utf8(`tansiq stix\n${words}`))));
}

/** What STIX calls `confidence` for each credibility; for 6, which cannot be judged, there is none. [Y5] */
export const CONFIDENCES: Readonly<Record<string, number>> = {
  '1': 90,
  '2': 70,
  '3': 50,
  '4': 30,
  '5': 10,
};

function uuidOf(hex: string): string {
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join('-');
}
