import type { PartyId, RecordHash, SeatId } from '../base/ids.ts';
import { recordHash } from '../base/ids.ts';
import { sha256, utf8 } from '../base/bytes.ts';
import { formatCanonical } from '../base/json.ts';
import type { Audience } from '../accord/party/audience.ts';
import { audienceOf } from '../accord/party/audience.ts';
import type { Body, RecordOf } from '../accord/record.ts';
import type { OutsideCentre } from './stix-frame.ts';
import type { Outgoing, StixType } from './stix-head.ts';

/** A centre of two parties and one whose card is not here, in an exercise. */
export const CENTRE: OutsideCentre = {
  id: 'two-rivers',
  exercise: true,
  parties: new Map(
    ['qamar', 'nahr'].map((party) => [
      party as PartyId,
      {
        names: { ar: `${party} ع`, ckb: `${party} ک`, tr: `${party} ç`, en: `${party} e` },
        serial: 1,
      },
    ]),
  ),
};

/** A report with all that can stand in one, in Sorani. */
export const REPORT: Body<'report'> = {
  kind: 'incident',
  title: 'پردەکە داخراوە',
  language: 'ckb',
  text: 'دوو ئۆتۆمبێل.\n\tلە بەیانییەوە "داخراوە".',
  place: {
    geometry: { type: 'Point', coordinates: [44.0091, 36.1911] },
    precisionMetres: 250,
    label: 'Hewlêr',
  },
  when: { from: '2026-11-01T05:00:00Z', upto: '2026-11-01T06:00:00Z' },
  source: { kind: 'own-patrol', reference: 'log 7' },
  grade: { reliability: 'B', credibility: '2' },
};

/** The parties by these names as readers. */
export function readers(...parties: readonly string[]): Audience {
  const made = audienceOf(parties as PartyId[]);
  if (!made.ok) throw new Error('a story has readers');
  return made.value;
}

/** A record of `party` as it would stand on its log. */
export function said<T extends StixType>(
  party: string,
  type: T,
  body: Body<T>,
  marking: Partial<RecordOf['marking']> = {},
): Outgoing<T> {
  const record = {
    v: 1,
    id: '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b',
    at: '2026-11-01T07:00:00Z',
    by: { party: party as PartyId, seat: 'desk' as SeatId },
    marking: { tlp: 'AMBER', caveats: [], exercise: true, ...marking },
    refs: [],
    type,
    body,
  } as unknown as Outgoing<T>['record'];
  const hash: RecordHash = recordHash(sha256(utf8(formatCanonical(record as never))));
  return { hash, author: party as PartyId, audience: readers('qamar', 'nahr'), record };
}
