import { describe, expect, it } from 'vitest';

import { instant } from '../../base/instant.ts';
import type { RequestView } from '../../contract/information-requests.ts';
import { EMPTY_REQUEST, requestOf } from './request-draft.ts';
import { groupOf } from './request-queries.ts';

const ground = {
  self: 'nahr',
  language: 'en',
  now: instant(1_794_300_000),
  area: [42, 34, 46, 37],
} as const;

const written = {
  ...EMPTY_REQUEST,
  audience: ['jabal', 'sahl'],
  to: ['jabal', 'qamar'],
  due: '2026-12-09T15:00:00Z',
  title: ' Who \u202eholds the ford? ',
} as const;

describe('a request that is written', () => {
  it('names all that is missing, in the order of the form', () => {
    const { request, faults } = requestOf({ ...EMPTY_REQUEST, place: 'nowhere' }, ground);
    expect(request).toBeUndefined();
    expect(faults).toEqual(['audience', 'to', 'due', 'title', 'place']);
  });

  it('asks those alone who read it, with us among the readers', () => {
    const { request, faults } = requestOf(written, ground);
    expect(faults).toEqual([]);
    expect(request?.audience).toEqual(['nahr', 'jabal', 'sahl']);
    expect(request?.request).toMatchObject({ title: 'Who holds the ford?', to: ['jabal'] });
    expect(request?.request.place).toBeUndefined();
    expect(requestOf({ ...written, to: ['qamar'] }, ground).faults).toEqual(['to']);
  });

  it('is due later than now, and about a place no finer than it was given', () => {
    const past = { ...written, due: '2026-01-09T15:00:00Z' };
    expect(requestOf(past, ground).faults).toEqual(['due']);
    const { request } = requestOf({ ...written, place: '38S LE 7003 5520' }, ground);
    expect(request?.request.place?.precisionMetres).toBe(10);
  });
});

describe('the list of requests', () => {
  it('puts first what waits for us, last what nobody waits for', () => {
    const view = (author: string, state: string, more: object = {}) =>
      ({ author, asked: [{ state }], waitsForUs: false, ...more }) as unknown as RequestView;
    expect(groupOf(view('jabal', 'late', { waitsForUs: true }), 'nahr')).toBe('waits');
    expect(groupOf(view('nahr', 'late'), 'nahr')).toBe('ours');
    expect(groupOf(view('jabal', 'waiting'), 'nahr')).toBe('others');
    expect(groupOf(view('nahr', 'answered'), 'nahr')).toBe('over');
    expect(groupOf(view('nahr', 'late', { end: {} }), 'nahr')).toBe('over');
  });
});
