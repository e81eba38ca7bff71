import { describe, expect, it } from 'vitest';
import type { Instant } from '../base/instant.ts';
import { presentTlp } from './stix-frame.ts';
import { stixOf } from './stix-out.ts';
import { CENTRE, REPORT, said } from './stix.suite.ts';
import {
  TAXII_OBJECTS,
  TAXII_OBJECTS_MAX,
  addedText,
  isAccepting,
  isMatching,
  parseTaxiiQuery,
  versionOf,
} from './taxii.ts';

describe('a question by TAXII 2.1', () => {
  it('[Y16] is taken with its version or without, and in no other', () => {
    for (const accept of [
      undefined,
      '',
      'application/taxii+json;version=2.1',
      'application/taxii+json; version=2.1',
      'application/taxii+json; version="2.1"',
      'application/taxii+json',
      'APPLICATION/TAXII+JSON',
      '*/*',
      'application/*',
      'text/html, application/taxii+json;version=2.1;q=0.5',
    ]) {
      expect(isAccepting(accept), accept).toBe(true);
    }
    for (const accept of [
      'application/json',
      'application/taxii+json;version=2.0',
      'application/vnd.oasis.taxii+json; version=2.0',
      'application/stix+json;version=2.1',
      'text/html',
      'application/taxii+json;q=0',
    ]) {
      expect(isAccepting(accept), accept).toBe(false);
    }
  });

  it('[Y18] asks for so many, and for what was added strictly later', () => {
    const read = (query: Record<string, string>) => {
      const ask = parseTaxiiQuery(query);
      return ask.ok ? ask.value : ask.fault;
    };
    expect(read({})).toEqual({ limit: TAXII_OBJECTS, match: { versions: ['last'] } });
    expect(read({ limit: '7' })).toMatchObject({ limit: 7 });
    expect(read({ limit: '100000' })).toMatchObject({ limit: TAXII_OBJECTS_MAX });
    const [day, next] = [1_790_000_000, 1_790_000_001];
    for (const fraction of ['', '.0', '.000000', '.5', '.999999']) {
      const after = `2026-09-21T14:13:20${fraction}Z`;
      expect(read({ added_after: after })).toMatchObject({ from: next });
    }
    expect(addedText(day as Instant)).toBe('2026-09-21T14:13:20.000000Z');
    for (const [name, value] of [
      ['limit', '0'],
      ['limit', '-1'],
      ['limit', '1.5'],
      ['limit', 'x'],
      ['added_after', 'yesterday'],
      ['added_after', '2026-02-30T00:00:00Z'],
      ['added_after', '2026-09-21T14:13:20+03:00'],
      ['next', 'x'.repeat(65)],
      ['match[id]', ''],
      ['match[version]', 'newest'],
      ['match[version]', 'last,2026-13-01T00:00:00Z'],
      ['match[name]', 'x'],
    ] as const) {
      expect(read({ [name]: value }), `${name}=${value}`).toEqual({ kind: 'bad-query', name });
    }
    expect(read({ color: 'red' })).toMatchObject({ limit: TAXII_OBJECTS });
  });

  it('[Y19] is narrowed by identity, type, version and version of STIX, each a list', () => {
    const report = stixOf(CENTRE, said('qamar', 'report', REPORT))[1]!;
    const [only, old] = [
      { isFirst: true, isLast: true },
      { isFirst: true, isLast: false },
    ];
    const is = (query: Record<string, string>, among = only, object = report) => {
      const ask = parseTaxiiQuery(query);
      return ask.ok && isMatching(ask.value.match, object, among);
    };
    expect(is({})).toBe(true);
    expect(is({ 'match[type]': 'note,report' })).toBe(true);
    expect(is({ 'match[type]': 'note' })).toBe(false);
    expect(is({ 'match[id]': `x,${report.id}` })).toBe(true);
    expect(is({ 'match[id]': 'x' })).toBe(false);
    expect(is({ 'match[spec_version]': '2.0,2.1' })).toBe(true);
    expect(is({ 'match[spec_version]': '2.0' })).toBe(false);
    expect(is({}, old)).toBe(false);
    expect(is({ 'match[version]': 'first' }, old)).toBe(true);
    expect(is({ 'match[version]': 'all' }, old)).toBe(true);
    expect(is({ 'match[version]': '2026-11-01T07:00:00Z' }, old)).toBe(true);
    expect(is({ 'match[version]': '2026-11-01T07:00:00.000000Z' }, old)).toBe(true);
    expect(is({ 'match[version]': '2026-11-01T07:00:01.000Z' }, old)).toBe(false);
    expect(versionOf(presentTlp('RED'))).toBe('2022-10-01T00:00:00.000Z');
  });
});
