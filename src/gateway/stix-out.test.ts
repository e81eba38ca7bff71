import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../base/json.ts';
import { parseJson } from '../base/json.ts';
import { presentTlp } from './stix-frame.ts';
import {
  EXERCISE_LABEL,
  EXERCISE_MARKING,
  GRADE_EXTENSION,
  RECORD_EXTENSION,
  TLP_EXTENSION,
  TLP_MARKINGS,
  stixIdFor,
  stixIdOf,
} from './stix-names.ts';
import type { StixObject } from './stix-names.ts';
import { frameOf, openBundle, stixOf } from './stix-out.ts';
import { CENTRE, REPORT, readers, said } from './stix.suite.ts';

const report = said('qamar', 'report', REPORT);
const only = (objects: readonly StixObject[], type: string) =>
  objects.find((object) => object.type === type) as JsonObject;
const extensionOf = (object: JsonObject, id: string) =>
  (object['extensions'] as JsonObject)[id] as JsonObject;

describe('what goes out as STIX', () => {
  it('[Y1] has an identity that the record alone determines, in a form that the schemas know', () => {
    const [location, made] = stixOf(CENTRE, report) as [StixObject, StixObject];
    const digits = report.hash.slice('sha256:'.length);
    expect(made.id.replaceAll('-', '').slice('report'.length, 'report'.length + 12)).toBe(
      digits.slice(0, 12),
    );
    expect(made.id).toMatch(/^report--[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
    expect(location.id.slice('location'.length)).toBe(made.id.slice('report'.length));
    const { names, serial } = CENTRE.parties.get(report.author)!;
    const elsewhere = { ...CENTRE, parties: new Map([[report.author, { names, serial }]]) };
    expect(stixOf(elsewhere, report)).toEqual([location, made]);
    expect(frameOf(elsewhere, report)).toEqual(frameOf(CENTRE, report));
    expect(stixIdFor('identity', 'a')).not.toBe(stixIdFor('identity', 'b'));
  });

  it('[Y2] says a report to the letter, and keeps what STIX has no place for', () => {
    const [location, made] = stixOf(CENTRE, report) as [StixObject, StixObject];
    expect(made).toMatchObject({
      type: 'report',
      spec_version: '2.1',
      name: REPORT.title,
      description: REPORT.text,
      lang: 'ckb',
      report_types: ['incident'],
      created: '2026-11-01T07:00:00.000Z',
      published: '2026-11-01T07:00:00.000Z',
      object_refs: [location.id],
      external_references: [{ source_name: 'own-patrol', description: 'log 7' }],
    });
    expect(location).toMatchObject({
      name: 'Hewlêr',
      latitude: 36.1911,
      longitude: 44.0091,
      precision: 250,
    });
    const { title, language, text, ...rest } = REPORT;
    expect([title, language, text]).toEqual([made['name'], made['lang'], made['description']]);
    expect(extensionOf(made, RECORD_EXTENSION)).toEqual({
      extension_type: 'property-extension',
      record: report.hash,
      centre: 'two-rivers',
      party: 'qamar',
      audience: ['nahr', 'qamar'],
      exercise: true,
      body: rest,
    });
    const silent = said('qamar', 'report', { ...REPORT, text: '' });
    expect(stixOf(CENTRE, silent)[1]).not.toHaveProperty('description');
  });

  it('[Y2] gives a line or an area as a point whose circle holds all of it', () => {
    const geometry = {
      type: 'LineString',
      coordinates: [
        [44, 36],
        [44, 36.02],
      ],
    } as const;
    const place = {
      geometry: { ...geometry, coordinates: [...geometry.coordinates] },
      precisionMetres: 100,
    };
    const [location] = stixOf(CENTRE, said('qamar', 'report', { ...REPORT, place }));
    expect(location).toMatchObject({ latitude: 36.01, longitude: 44 });
    expect(location!['precision']).toBeGreaterThan(100 + 1_100);
    expect(location!['precision']).toBeLessThan(100 + 1_130);
  });

  it('[Y3] bears the published mark of TLP 2.0, and its readers and caveats as marks of their own', () => {
    for (const [tlp, id] of Object.entries(TLP_MARKINGS)) {
      const one = said('qamar', 'report', REPORT, { tlp: tlp as 'RED', caveats: ['no-onward'] });
      const marks = stixOf(CENTRE, one)[1]!['object_marking_refs'] as readonly string[];
      expect(marks[0]).toBe(id);
      const frame = frameOf(CENTRE, one);
      expect(marks.every((mark) => frame.some((object) => object.id === mark))).toBe(true);
      expect(presentTlp(tlp as 'RED')).toEqual({
        type: 'marking-definition',
        spec_version: '2.1',
        id,
        created: '2022-10-01T00:00:00.000Z',
        name: `TLP:${tlp}`,
        extensions: {
          [TLP_EXTENSION]: { extension_type: 'property-extension', tlp_2_0: tlp.toLowerCase() },
        },
      });
    }
    const statements = frameOf(CENTRE, said('qamar', 'report', REPORT, { caveats: ['no-onward'] }))
      .map((object) => (object['definition'] as JsonObject | undefined)?.['statement'])
      .filter((words) => words !== undefined);
    expect(statements).toEqual([
      'To be read only by these parties of two-rivers: nahr, qamar',
      'Caveat: no-onward',
      'EXERCISE EXERCISE EXERCISE',
    ]);
    const wider = { ...report, audience: readers('qamar', 'nahr', 'jabal') };
    const marksOf = (one: typeof report) => stixOf(CENTRE, one)[1]!['object_marking_refs'];
    expect(marksOf(wider)).not.toEqual(marksOf(report));
  });

  it('[Y4] shows an exercise as one on every object, and nothing else as one', () => {
    const grade = said('nahr', 'grade', {
      report: report.hash,
      grade: { reliability: 'F', credibility: '6' },
    });
    for (const object of [...stixOf(CENTRE, report), ...stixOf(CENTRE, grade)]) {
      expect(object['labels']).toContain(EXERCISE_LABEL);
      expect(object['object_marking_refs']).toContain(EXERCISE_MARKING);
    }
    const earnest = said('qamar', 'report', REPORT, { exercise: false });
    const inEarnest = { ...CENTRE, exercise: false };
    const text = JSON.stringify([...frameOf(inEarnest, earnest), ...stixOf(inEarnest, earnest)]);
    expect(text).not.toContain(EXERCISE_MARKING);
    expect(text).not.toContain('"labels"');
  });

  it('[Y5] keeps both axes of a grade apart, and makes no judgement of what cannot be judged', () => {
    const made = (['1', '2', '3', '4', '5', '6'] as const).map((credibility) => {
      const grade = { reliability: 'A', credibility } as const;
      const one = said('nahr', 'grade', { report: report.hash, grade, reason: 'we were there' });
      return stixOf(CENTRE, one)[0] as StixObject;
    });
    expect(made.map((object) => object['opinion'])).toEqual([
      'strongly-agree',
      'agree',
      'neutral',
      'disagree',
      'strongly-disagree',
      undefined,
    ]);
    const note = made[5]!;
    expect(note).toMatchObject({ type: 'note', abstract: 'A6', content: 'we were there' });
    for (const [i, object] of made.entries()) {
      expect(object['object_refs']).toEqual([stixIdOf('report', report.hash)]);
      expect(extensionOf(object, GRADE_EXTENSION)).toEqual({
        extension_type: 'property-extension',
        reliability: 'A',
        credibility: String(i + 1),
      });
    }
    const confidences = (['1', '2', '3', '4', '5', '6'] as const).map((credibility) => {
      const grade = { reliability: 'F', credibility } as const;
      return stixOf(CENTRE, said('qamar', 'report', { ...REPORT, grade }))[1]!['confidence'];
    });
    expect(confidences).toEqual([90, 70, 50, 30, 10, undefined]);
  });

  it('[Y5] makes no opinion on a report of a grade that is of one claim alone', () => {
    const grade = { reliability: 'A', credibility: '2' } as const;
    const made = stixOf(CENTRE, said('nahr', 'grade', { report: report.hash, claim: 3, grade }));
    expect(made).toMatchObject([{ type: 'note', abstract: 'A2, claim 3', content: 'Graded A2.' }]);
    expect(extensionOf(made[0]!, RECORD_EXTENSION)['claim']).toBe(3);
  });

  it('[Y6] names parties as organisations in four languages, and offices and persons nowhere', () => {
    const [identity, words] = frameOf(CENTRE, report).slice(3) as [StixObject, StixObject];
    expect(identity).toMatchObject({ name: 'qamar e', identity_class: 'organization' });
    expect(words).toMatchObject({
      type: 'language-content',
      object_ref: identity.id,
      object_modified: identity['modified'],
      contents: { ar: { name: 'qamar ع' }, ckb: { name: 'qamar ک' }, tr: { name: 'qamar ç' } },
    });
    expect(stixOf(CENTRE, report)[1]!['created_by_ref']).toBe(identity.id);
    expect(JSON.stringify([...frameOf(CENTRE, report), ...stixOf(CENTRE, report)])).not.toContain(
      'desk',
    );
    const stranger = frameOf(CENTRE, { ...report, author: 'jabal' as typeof report.author });
    expect(only(stranger.slice(3), 'identity')['name']).toBe('jabal');
  });

  it('[Y7] says a link as a relationship, and as a sighting only what its own party saw', () => {
    const other = said('nahr', 'report', { ...REPORT, source: { kind: 'media' } });
    const ends = { from: report.hash, to: other.hash };
    const supports = said('nahr', 'link', { relation: 'supports', ...ends, reason: 'same road' });
    const [relationship, sighting] = stixOf(CENTRE, supports, { from: report });
    expect(relationship).toMatchObject({
      type: 'relationship',
      relationship_type: 'supports',
      description: 'same road',
      source_ref: stixIdOf('report', report.hash),
      target_ref: stixIdOf('report', other.hash),
    });
    expect(sighting).toMatchObject({
      type: 'sighting',
      sighting_of_ref: stixIdOf('report', other.hash),
      first_seen: '2026-11-01T05:00:00.000Z',
      where_sighted_refs: [
        stixOf(CENTRE, report)[1]!['created_by_ref'],
        stixIdOf('location', report.hash),
      ],
    });
    expect(stixOf(CENTRE, supports)).toHaveLength(1);
    const back = said('nahr', 'link', { relation: 'supports', from: other.hash, to: report.hash });
    expect(stixOf(CENTRE, back, { from: other })).toHaveLength(1);
    const against = said('nahr', 'link', { relation: 'contradicts', ...ends });
    expect(stixOf(CENTRE, against, { from: report })).toHaveLength(1);
  });

  it('[Y7] says a matter as a grouping, what is part of it as a relationship, its end as a note', () => {
    const matter = said('nahr', 'matter', {
      title: 'The bridge',
      language: 'en',
      text: 'Who shot?',
    });
    const grouping = stixOf(CENTRE, matter)[0]!;
    expect(grouping).toMatchObject({
      type: 'grouping',
      name: 'The bridge',
      description: 'Who shot?',
      context: 'matter',
      object_refs: [grouping['created_by_ref']],
    });
    const ends = { from: report.hash, fromClaim: 2, to: matter.hash };
    const part = said('nahr', 'link', { relation: 'part-of', ...ends });
    const made = stixOf(CENTRE, part, { from: report, isToMatter: true });
    expect(made).toMatchObject([{ relationship_type: 'part-of', target_ref: grouping.id }]);
    expect(extensionOf(made[0]!, RECORD_EXTENSION)['from_claim']).toBe(2);
    const resolution = said('nahr', 'resolution', {
      matter: matter.hash,
      verdict: 'not-agreed',
      language: 'en',
      held: 'Each side names the other.',
      ground: 'Two patrols, no witness.',
      claims: [],
    });
    expect(stixOf(CENTRE, resolution)[0]).toMatchObject({
      type: 'note',
      labels: ['exercise', 'resolution', 'not-agreed'],
      content: 'Each side names the other.\n\nTwo patrols, no witness.',
      object_refs: [grouping.id],
    });
  });

  it('[Y8] says a recall as a note on what was taken back, and nothing where that has no form', () => {
    const body = { records: [], reason: 'mistake' as const };
    const recall = said('qamar', 'recall', body as never);
    const recalled = [
      { type: 'report', record: report.hash },
      { type: 'grade', record: report.hash },
    ] as const;
    expect(stixOf(CENTRE, recall, { recalled })[0]).toMatchObject({
      type: 'note',
      labels: ['exercise', 'recalled', 'mistake'],
      object_refs: ['report', 'opinion', 'note'].map((type) => stixIdOf(type, report.hash)),
    });
    expect(stixOf(CENTRE, recall)).toEqual([]);
  });

  it('[Y9] gives all versions of a report one identity, and the grades of each to it', () => {
    const origin = {
      record: said('qamar', 'recall', {} as never).hash,
      at: '2026-10-31T00:00:00Z',
    };
    const origins = new Map([[report.hash, origin]]);
    expect(stixOf(CENTRE, report, { origins })[1]).toMatchObject({
      id: stixIdOf('report', origin.record),
      created: '2026-10-31T00:00:00.000Z',
      modified: '2026-11-01T07:00:00.000Z',
    });
    const grade = { reliability: 'A', credibility: '1' } as const;
    const graded = said('nahr', 'grade', { report: report.hash, grade });
    expect(stixOf(CENTRE, graded, { origins })[0]!['object_refs']).toEqual([
      stixIdOf('report', origin.record),
    ]);
  });

  it('[Y1] writes a bundle in which what many records refer to stands once', () => {
    const bundle = openBundle(CENTRE, 'a morning');
    const second = said('qamar', 'report', { ...REPORT, title: 'another' });
    const text = [bundle.head, bundle.add(report), bundle.add(second), bundle.tail].join('');
    const read = parseJson(text);
    const objects = (read.ok ? (read.value as JsonObject)['objects'] : []) as readonly StixObject[];
    const ids = objects.map((object) => object.id);
    expect(new Set(ids).size).toBe(ids.length);
    const known = new Set(ids);
    for (const ref of refsIn(objects as unknown as Json)) expect(known).toContain(ref);
    expect(ids.filter((id) => id.startsWith('report--'))).toHaveLength(2);
  });
});

function refsIn(value: Json): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(refsIn);
  return Object.entries(value).flatMap(([key, held]) => {
    if (key.endsWith('_ref')) return [held as string];
    return key.endsWith('_refs') ? [...(held as readonly string[])] : refsIn(held as Json);
  });
}
