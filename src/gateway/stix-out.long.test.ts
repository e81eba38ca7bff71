import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../base/json.ts';
import { parseJson } from '../base/json.ts';
import type { Report } from '../accord/knowledge/schema.ts';
import { parseGedRow } from './ged.ts';
import type { OutsideRow } from './outside.ts';
import { lineFrom, textFrom } from './outside.ts';
import type { StixObject } from './stix-names.ts';
import type { Outgoing } from './stix-head.ts';
import { openBundle, stixOf } from './stix-out.ts';
import { ownBodyIn } from './stix-own.ts';
import { CENTRE, REPORT, said } from './stix.suite.ts';

const DATA = '../shared/data';
const SCHEMAS = `${DATA}/10-schemas/stix-2.1`;
const isHere = existsSync(SCHEMAS) || process.env['CI'] === 'true';
if (!isHere) console.warn(`STIX is not held against its schemas: ${SCHEMAS} is not there`);

/** What the published schemas say against an object of ours; they are for texts of our own alone. */
function openSchemas(): (object: JsonObject) => string {
  // Their patterns are not written for the u flag, and two of them take minutes on a crafted text.
  const ajv = new Ajv2020({ strict: false, unicodeRegExp: false, validateFormats: false });
  const own = JSON.parse(readFileSync('docs/spec/stix-extension.schema.json', 'utf8')) as object;
  const checkOwn = ajv.compile(own);
  const names = new Map<string, string>();
  for (const folder of ['common', 'observables', 'sdos', 'sros']) {
    for (const file of readdirSync(`${SCHEMAS}/${folder}`)) {
      const text = readFileSync(`${SCHEMAS}/${folder}/${file}`, 'utf8');
      const schema = JSON.parse(text) as { readonly $id: string };
      ajv.addSchema(schema);
      names.set(file.slice(0, -'.json'.length), schema.$id);
    }
  }
  return (object) => {
    const check = ajv.getSchema(names.get(object['type'] as string) ?? '');
    if (!check) return 'no such schema';
    if (!check(object)) return ajv.errorsText(check.errors);
    return checkOwn(object['extensions'] ?? {}) ? '' : ajv.errorsText(checkOwn.errors);
  };
}

function objectsIn(text: string): readonly StixObject[] {
  const read = parseJson(text);
  return read.ok ? ((read.value as JsonObject)['objects'] as readonly StixObject[]) : [];
}

/** One of each form that a report, a grade, a link and a recall can take. */
function oneOfEach(): readonly string[] {
  const bundle = openBundle(CENTRE, 'one of each');
  const report = said('qamar', 'report', REPORT, { caveats: ['no-onward', 'eyes-only'] });
  const area = {
    type: 'Polygon',
    coordinates: [
      [
        [44, 36],
        [44.1, 36],
        [44.1, 36.1],
        [44, 36],
      ],
    ],
  };
  const place = { geometry: area as Report['place']['geometry'], precisionMetres: 0 };
  const other = said(
    'nahr',
    'report',
    { ...REPORT, text: '', place },
    { tlp: 'RED', exercise: false },
  );
  const texts = [bundle.head, bundle.add(report), bundle.add(other)];
  for (const credibility of ['1', '2', '3', '4', '5', '6'] as const) {
    const grade = { reliability: 'C', credibility } as const;
    texts.push(bundle.add(said('nahr', 'grade', { report: report.hash, grade })));
  }
  const ends = { from: report.hash, to: other.hash };
  for (const relation of ['contradicts', 'supports', 'same-event'] as const) {
    texts.push(bundle.add(said('nahr', 'link', { relation, ...ends }), { from: report }));
  }
  const matter = said('nahr', 'matter', { title: 'The bridge', language: 'en' });
  texts.push(bundle.add(matter));
  const part = { relation: 'part-of', from: report.hash, fromClaim: 1, to: matter.hash } as const;
  texts.push(bundle.add(said('nahr', 'link', part), { from: report, isToMatter: true }));
  const claimed = { report: report.hash, claim: 1, grade: { reliability: 'B', credibility: '1' } };
  texts.push(bundle.add(said('nahr', 'grade', claimed as never)));
  const ended = { matter: matter.hash, verdict: 'held', language: 'tr', held: 'a', ground: 'b' };
  texts.push(bundle.add(said('nahr', 'resolution', { ...ended, claims: [] } as never)));
  const recall = { records: [], reason: 'court', words: 'by order' } as const;
  const recalled = [{ type: 'report', record: report.hash }] as const;
  texts.push(bundle.add(said('qamar', 'recall', recall as never), { recalled }));
  return [...texts, bundle.tail];
}

describe('what goes out as STIX, held against the published schemas', () => {
  it.runIf(isHere)('[Y2] [Y3] [Y5] is valid in every form', () => {
    const faultOf = openSchemas();
    const objects = objectsIn(oneOfEach().join(''));
    expect(objects.filter((object) => faultOf(object) !== '').map(faultOf)).toEqual([]);
    const types = new Set(objects.map((object) => object.type));
    expect([...types].toSorted()).toEqual([
      'extension-definition',
      'grouping',
      'identity',
      'language-content',
      'location',
      'marking-definition',
      'note',
      'opinion',
      'relationship',
      'report',
      'sighting',
    ]);
    expect(
      faultOf({ ...objects.at(-1)!, id: 'note--0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b' }),
    ).not.toBe('');
    const report = objects.find((object) => object.type === 'report')!;
    const { published: _, ...unpublished } = report;
    expect(faultOf(unpublished)).not.toBe('');
  });

  it.runIf(isHere)(
    '[Y2] is valid for every real event, and comes back unchanged',
    () => {
      const faultOf = openSchemas();
      let count = 0;
      for (const file of ['ucdp_ged_iraq_1989-2014_2016', 'ucdp_ged_syria_east_2016']) {
        const text = gunzipSync(readFileSync(`${DATA}/04-events/${file}.csv.gz`));
        for (const row of parse(text, { columns: true }) as OutsideRow[]) {
          const made = parseGedRow(row);
          if (!made.ok) throw new Error('every real row is a report');
          expectUnchanged(said('qamar', 'report', made.value.report), faultOf);
          count += 1;
        }
      }
      expect(count).toBe(6_573);
    },
    240_000,
  );

  it.runIf(isHere)('[Y2] comes back to the letter in each of the languages', () => {
    const faultOf = openSchemas();
    const [head = '', ...lines] = readFileSync(`${DATA}/08-text/ntrex128_news_parallel.tsv`, 'utf8')
      .trimEnd()
      .split('\n');
    const columns = head.split('\t');
    for (const [language, column] of Object.entries({
      ar: 'arb',
      ckb: 'ckb',
      tr: 'tur',
      en: 'eng',
    })) {
      const at = columns.indexOf(column);
      for (const [i, line] of lines.entries()) {
        const text = textFrom(line.split('\t')[at] ?? '').normalize('NFC');
        const body = { ...REPORT, language: language as 'ar', title: lineFrom(text), text };
        // The schemas take their time, and look at no letter.
        expectUnchanged(said('qamar', 'report', body), i % 20 === 0 ? faultOf : () => '');
      }
    }
  });
});

function expectUnchanged(one: Outgoing<'report'>, faultOf: (object: JsonObject) => string): void {
  const objects = stixOf(CENTRE, one);
  for (const object of objects) {
    const fault = faultOf(object);
    if (fault !== '') throw new Error(`${fault}: ${JSON.stringify(object)}`);
  }
  const back = parseJson(JSON.stringify(objects[1]));
  expect(back.ok && ownBodyIn(back.value as JsonObject)).toEqual(one.record.body);
}
