import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { wire } from '../../accord/wire.ts';
import type { PlanView, SessionView } from '../../contract/api.ts';
import type { CentreFace } from '../centre.ts';
import { LANGUAGES } from '../words/language.ts';
import type { Catalogue } from '../words/words.ts';
import { openWords } from '../words/words.ts';
import type { Answer } from './statement-words.ts';
import { statementWords } from './statement-words.ts';

const face = (id: string) => ({ id, name: `Party ${id}`, observer: false });
const CENTRE = {
  zone: { kind: 'fixed', offsetMinutes: 180, letter: 'C' },
  parties: [face('qamar'), face('reem')],
} as unknown as CentreFace;

const names = { ar: 'مكتب', ckb: 'نووسینگە', tr: 'Makam', en: 'Duty desk' };
const SESSION = { party: 'reem', seat: { seat: 'duty', names } } as unknown as SessionView;

const AREA = {
  type: 'Polygon',
  coordinates: [
    [
      [43.5, 35.5],
      [43.6, 35.5],
      [43.6, 35.6],
      [43.5, 35.5],
    ],
  ],
};
const WINDOW = { from: '2026-11-22T04:00:00Z', upto: '2026-11-22T09:00:00Z' };
const DURING = { from: 1_795_320_000, upto: 1_795_330_000 };

const PLAN = {
  hash: `sha256:${'ab'.repeat(32)}`,
  author: 'qamar',
  at: '2026-11-22T01:00:00Z',
  exercise: true,
  plan: {
    kind: 'sweep',
    name: 'NAHR-\u202e14',
    language: 'en',
    purpose: 'Search the\nfarm tracks.',
    shape: AREA,
    reachMetres: 250,
    window: WINDOW,
    schedule: { days: [1, 4], fromMinute: 1380, minutes: 180 },
    contributions: [{ party: 'qamar', forces: [{ kind: 'infantry', count: 40 }] }],
    sectors: [{ id: 's1', name: 'North', area: AREA, lead: 'reem' }],
    phases: [{ id: 'p1', name: 'Cordon', lead: 'qamar', window: WINDOW, sectors: ['s1'] }],
    lines: [
      {
        id: 'l1',
        name: 'River',
        route: {
          type: 'LineString',
          coordinates: [
            [43.5, 35.5],
            [43.6, 35.6],
          ],
        },
        holds: ['reem'],
      },
    ],
    liaison: [{ party: 'reem', seat: 'liaison-officer', call: 'JCP 2' }],
    rulesOfContact: 'Stop and call.',
    lostContact: { afterMinutes: 30, then: 'suspend' },
    sharing: 'notice',
  },
  asked: [{ party: 'reem', reasons: [], stance: { kind: 'silent' } }],
  decisions: [],
  conflicts: [
    {
      kind: 'site',
      with: 'x',
      of: 'reem',
      during: DURING,
      distanceMetres: 500,
      concerns: ['qamar', 'reem'],
      clearedBy: [],
      title: 'School',
      shape: AREA,
    },
  ],
  change: {
    from: `sha256:${'cd'.repeat(32)}`,
    before: {},
    widens: ['window'],
    changed: ['window', 'forces'],
  },
} as unknown as PlanView;

const CONSENT: Answer = {
  verdict: 'consent',
  upto: null,
  conditions: ['No vehicles'],
  limits: [
    { kind: 'count', max: 45 },
    { kind: 'area', area: AREA as never },
  ],
  reason: null,
};

function wordsOf(language: string) {
  const folder = join(import.meta.dirname, '..', 'words', language);
  const parts = readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Catalogue,
  );
  return openWords(language as 'en', Object.assign({}, ...parts) as Catalogue);
}

function said(language: string, answer: Answer, plan = PLAN): string {
  return statementWords(plan, answer, SESSION, { words: wordsOf(language), centre: CENTRE });
}

describe('the words of a decision', () => {
  const english = said('en', CONSENT);

  it('say every part of the plan, one fact a line', () => {
    for (const fact of [
      'EXERCISE',
      'The Duty desk of Party reem consents',
      'Kind: Sweep.',
      'Purpose: Search the farm tracks.',
      'Rules of contact: Stop and call.',
      'within 250\u00a0m of its edge',
      'Mon and Thu, from 2300 to 0200',
      'Sector North',
      'Phase Cordon',
      'Line River',
      'office liaison-officer, JCP 2',
      '30 minutes',
      'Shared as a notice',
    ]) {
      expect(english).toContain(fact);
    }
  });

  it('say what changed, what conflicts, and the limits beside the conditions', () => {
    expect(english).toContain('changes the version cdcdcd…cdcd in: Window and Forces.');
    expect(english).toContain('It goes beyond it in: Window.');
    expect(english).toContain('Protected site School, recorded by Party reem');
    expect(english).toContain('– at most 45: people and vehicles, all parties together');
    expect(english).toContain('– nothing outside sector North');
    expect(english).toContain('1. No vehicles');
  });

  it('say a question as no consent, and a refusal with its reason', () => {
    const open = { upto: null, conditions: [] };
    const question = said('en', { ...open, verdict: 'question', reason: 'Which road?' });
    expect(question).toContain('This is no consent.');
    expect(question).toContain('Question: Which road?');
    expect(question).not.toContain('holds until');
    expect(said('en', { ...open, verdict: 'refusal', reason: 'Harvest' })).toContain(
      'Reason: Harvest',
    );
  });

  it.each(LANGUAGES)('are whole in $name, fit the record and hold no turning marks', ({ id }) => {
    const text = said(id, CONSENT);
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    expect(text).not.toMatch(/plan-parts\.|plans\.|\{|\}/);
    expect(wire.text.safeParse(text).success).toBe(true);
    expect(text.split('\n')).toHaveLength(english.split('\n').length);
  });
});
