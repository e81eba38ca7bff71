import { describe, expect, it } from 'vitest';

import type { PlanView } from '../../contract/api.ts';
import type { ReportLine } from '../../contract/reports.ts';
import { waitingFor } from './waiting.ts';

const report = (hash: string, author: string, gradedBy: string[], contradicts: string[] = []) =>
  ({
    hash,
    author,
    contradicts,
    grades: gradedBy.map((party) => ({ party })),
  }) as unknown as ReportLine;
const plan = (hash: string, waitsForUs: boolean) => ({ hash, waitsForUs }) as unknown as PlanView;
const ids = (...args: Parameters<typeof waitingFor>) =>
  waitingFor(...args).map(({ kind, id }) => `${kind} ${id}`);

describe('what waits for a seat', () => {
  it('is first what asks its consent, then contradictions, then ungraded reports of others', () => {
    const reports = [
      report('a', 'nahr', []),
      report('b', 'nahr', ['nahr'], ['c']),
      report('c', 'qamar', ['qamar'], ['b']),
      report('d', 'qamar', []),
      report('e', 'nahr', ['qamar']),
    ];
    expect(ids('qamar', [plan('p', true), plan('q', false)], reports)).toEqual([
      'consent p',
      'contradiction b+c',
      'report a',
    ]);
  });

  it('is no longer a contradiction once both sides are graded', () => {
    const both = [report('b', 'nahr', ['qamar'], ['c']), report('c', 'jabal', ['qamar'], ['b'])];
    expect(ids('qamar', [], both)).toEqual([]);
  });
});
