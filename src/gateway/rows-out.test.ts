import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Body } from '../accord/record.ts';
import type { OutgoingReport } from './rows-out.ts';
import { featureOf, tableHead, tableLine } from './rows-out.ts';
import { REPORT, said } from './stix.suite.ts';

function outgoing(change: Partial<Body<'report'>> = {}, marking = {}): OutgoingReport {
  return {
    ...said('qamar', 'report', { ...REPORT, ...change }, marking),
    grades: [],
    contradicts: [],
  };
}

function rowOf(out: OutgoingReport): Record<string, string> {
  const text = tableHead() + tableLine(out);
  const [row] = parse(text, { columns: true }) as Record<string, string>[];
  return row ?? {};
}

describe('a report in a table', () => {
  it('[Y10] carries its marks and its readers before all else', () => {
    const row = rowOf(outgoing({}, { tlp: 'AMBER+STRICT', caveats: ['no-onward', 'eyes-only'] }));
    expect(Object.entries(row).slice(0, 4)).toEqual([
      ['tlp', 'TLP:AMBER+STRICT'],
      ['caveats', 'no-onward eyes-only'],
      ['exercise', 'EXERCISE'],
      ['audience', 'nahr qamar'],
    ]);
    expect(rowOf(outgoing({}, { exercise: false }))['exercise']).toBe('');
    expect(featureOf(outgoing({}, { tlp: 'RED', caveats: ['no-onward'] }))).toMatchObject({
      geometry: REPORT.place.geometry,
      properties: {
        tlp: 'RED',
        caveats: ['no-onward'],
        exercise: true,
        audience: ['nahr', 'qamar'],
        text: REPORT.text,
      },
    });
  });

  it('[Y12] says text to the letter, and both axes of every grade', () => {
    const grades = [{ party: 'nahr', grade: { reliability: 'F', credibility: '6' } }] as never;
    const row = rowOf({ ...outgoing(), grades, contradicts: ['sha256:aa', 'sha256:bb'] });
    expect(row).toMatchObject({
      title: REPORT.title,
      text: REPORT.text,
      longitude: '44.0091',
      latitude: '36.1911',
      reliability: 'B',
      credibility: '2',
      grades: 'nahr:F6',
      contradicts: 'sha256:aa sha256:bb',
    });
    const west = {
      geometry: { type: 'Point', coordinates: [-3.5, -1] } as never,
      precisionMetres: 1,
    };
    expect(rowOf(outgoing({ place: west }))).toMatchObject({ longitude: '-3.5', latitude: '-1' });
  });

  it('[Y12] gives no program a formula to run, whatever was written', () => {
    const bad = ['=1+1', '+1', '-2', '@SUM(A1)', '\t=1', '  =cmd', '\n=1', '＝1', '|calc'];
    for (const text of bad) expect(rowOf(outgoing({ text }))['text']).toBe(`'${text}`);
    expect(rowOf(outgoing({ text: 'a=b' }))['text']).toBe('a=b');
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, title) => {
        const row = rowOf(outgoing({ text, title }));
        for (const [name, was] of [
          ['text', text],
          ['title', title],
        ] as const) {
          expect([was, `'${was}`]).toContain(row[name]);
          expect(row[name]).not.toMatch(/^\s*[=+\-@]/);
        }
      }),
      { numRuns: 30 },
    );
  });
});
