import { describe, expect, it } from 'vitest';

import type { Report } from '../../accord/knowledge/schema.ts';
import { reportSchema } from '../../accord/knowledge/schema.ts';
import type { RecordHash } from '../../base/ids.ts';
import { instant } from '../../base/instant.ts';
import type { RecordView } from '../../contract/reports.ts';
import { correctionOf } from './draft-of-report.ts';
import { reportOf } from './report-of-draft.ts';

const HASH = `sha256:${'7c'.repeat(32)}` as RecordHash;
const zone = { kind: 'fixed', offsetMinutes: 180, letter: 'C' } as const;
const ground = {
  self: 'qamar',
  language: 'ar',
  now: instant(1_795_350_000),
  zone,
  area: [42.5, 34.5, 45.5, 37],
} as const;
const view = { hash: HASH, place: { audience: ['nahr', 'qamar'] } } as unknown as RecordView;

const fine: Report = {
  kind: 'crossing',
  title: 'Seven on foot',
  language: 'en',
  text: 'Heading south.',
  place: {
    geometry: {
      type: 'LineString',
      coordinates: [
        [43.6123456, 35.7123456],
        [43.7, 35.8],
      ],
    },
    precisionMetres: 30,
    label: 'The old road',
    form: 'road',
  },
  when: { from: '2026-11-22T10:17:31Z', upto: '2026-11-22T10:47:02Z' },
  whenForm: 'span',
  source: { kind: 'own-post', reference: 'tower 2' },
  grade: { reliability: 'A', credibility: '1' },
  details: { direction: 'into', side: 'nahr' as never, people: { from: 7, upto: 9 } },
  claims: [{ about: 'how-many', words: 'seven or nine', count: { from: 7, upto: 9 } }],
  attachments: [
    {
      name: 'road.jpg',
      media: 'image/jpeg',
      size: 12,
      sha256: 'a'.repeat(64),
      root: 'b'.repeat(64),
    },
  ],
};

describe('a new version of a report', () => {
  it('[H6] says all of the old one to the letter where nobody typed over it', () => {
    const draft = correctionOf(view, { report: fine, tlp: 'RED' }, ground);
    const said = reportOf(draft, ground);
    if (!said.ok) throw new Error(said.fault.join());
    expect(said.value).toEqual({
      audience: ['qamar', 'nahr'],
      tlp: 'RED',
      report: { ...fine, corrects: HASH },
    });
    expect(reportSchema.safeParse(said.value.report).success).toBe(true);
  });

  it('takes another place or time as it is typed', () => {
    const draft = correctionOf(view, { report: fine, tlp: 'RED' }, ground);
    const said = reportOf(
      { ...draft, place: '38S LE 7003 5520', upto: '', from: '1405' },
      {
        ...ground,
      },
    );
    expect(said).toMatchObject({ ok: false, fault: ['upto-missing'] });
    const day = {
      ...draft,
      from: '221405',
      upto: '',
      whenForm: 'day',
      placeForm: 'point',
    } as const;
    const whole = reportOf(day, ground);
    expect(whole.ok && whole.value.report).toMatchObject({
      when: { from: '2026-11-21T21:00:00Z', upto: '2026-11-22T21:00:00Z' },
      whenForm: 'day',
      place: { geometry: fine.place.geometry, form: 'point' },
    });
  });
});
