import { describe, expect, it } from 'vitest';

import { reportSchema } from '../../accord/knowledge/schema.ts';
import { instant } from '../../base/instant.ts';
import { EMPTY_DRAFT } from './draft.ts';
import type { Draft } from './draft.ts';
import { reportOf } from './report-of-draft.ts';

const ground = {
  self: 'qamar',
  language: 'ar',
  now: instant(1_773_054_600),
  zone: { kind: 'fixed', offsetMinutes: 180, letter: 'C' },
  area: [42.5, 34.5, 45.5, 37],
} as const;

const whole: Draft = {
  ...EMPTY_DRAFT,
  audience: ['nahr'],
  kind: 'incident',
  title: ' ثلاث عجلات \n بلا أضواء ',
  text: 'one\r\ntwo\u0007',
  place: '38S LE 7003 5520',
  from: '1405',
  source: 'own-patrol',
};

describe('a draft', () => {
  it('says every part that is missing, in the order of the form', () => {
    const said = reportOf(EMPTY_DRAFT, ground);
    expect(!said.ok && said.fault).toEqual([
      'audience',
      'kind',
      'title',
      'place',
      'from',
      'source',
    ]);
  });

  it('waits for every file that is attached, and then names what was made of it', () => {
    const attachment = {
      name: 'bridge.jpg',
      media: 'image/jpeg',
      size: 12,
      sha256: 'a'.repeat(64),
      root: 'b'.repeat(64),
    } as const;
    const sent = { id: '1', name: 'IMG.JPG', size: 40, attachment };
    const waiting = { id: '2', name: 'b.pdf', size: 40 };
    const said = reportOf({ ...whole, attachments: [sent, waiting] }, ground);
    expect(!said.ok && said.fault).toEqual(['attachments']);
    const done = reportOf({ ...whole, attachments: [sent] }, ground);
    expect(done.ok && done.value.report.attachments).toEqual([attachment]);
    expect(done.ok && reportSchema.safeParse(done.value.report).success).toBe(true);
  });

  it('becomes a report that the schema takes, a moment being one second long', () => {
    const said = reportOf(whole, ground);
    if (!said.ok) throw new Error(said.fault.join());
    expect(reportSchema.safeParse(said.value.report).success).toBe(true);
    expect(said.value.audience).toEqual(['qamar', 'nahr']);
    expect(said.value.report).toMatchObject({
      title: 'ثلاث عجلات بلا أضواء',
      text: 'one\ntwo',
      language: 'ar',
      place: { precisionMetres: 10 },
    });
    expect(said.value.report.grade).toBeUndefined();
  });

  it('is kept to its own party only when that was said', () => {
    const alone = { ...whole, audience: [] };
    expect(reportOf(alone, ground)).toMatchObject({ ok: false, fault: ['audience'] });
    const said = reportOf({ ...alone, isOwnOnly: true }, ground);
    expect(said.ok && said.value.audience).toEqual(['qamar']);
  });

  it('is graded on both axes or on none', () => {
    const half = reportOf({ ...whole, reliability: 'F' }, ground);
    expect(half).toMatchObject({ ok: false, fault: ['grade-half'] });
    const full = reportOf({ ...whole, reliability: 'F', credibility: '6' }, ground);
    expect(full.ok && full.value.report.grade).toEqual({ reliability: 'F', credibility: '6' });
  });

  it('does not take a far-off place unasked, nor an end before its beginning', () => {
    const far = { ...whole, place: '51.50N 0.12W' };
    expect(reportOf(far, ground)).toMatchObject({ ok: false, fault: ['place-far'] });
    expect(reportOf({ ...far, confirmedPlace: far.place }, ground).ok).toBe(true);
    expect(reportOf({ ...whole, upto: '1300' }, ground)).toMatchObject({ fault: ['upto-before'] });
  });
});
