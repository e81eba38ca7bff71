import { describe, expect, it } from 'vitest';

import type { ReportLine } from '../../contract/reports.ts';
import { readView } from './inbox-view.ts';
import { arrivedItems } from './waiting.ts';

describe('how an inbox is looked at', () => {
  it('is as it was left, and begins anew where what was kept cannot be read', () => {
    const left = { show: 'new', party: 'nahr', kind: 'incident', byMatter: false } as const;
    expect(readView(JSON.stringify(left))).toEqual(left);
    const first = { show: 'waiting', party: '', kind: '', byMatter: true };
    for (const text of [null, '', '{', 'null', '[]', '{"show":"x","party":7}']) {
      expect(readView(text)).toEqual(first);
    }
  });
});

describe('what came', () => {
  const line = (hash: string, ...matters: string[]) =>
    ({
      hash,
      partOf: matters.map((record) => ({ record, title: record.toUpperCase() })),
    }) as unknown as ReportLine;
  const lines = [line('a'), line('b', 'm'), line('c'), line('d', 'n', 'm'), line('e', 'm')];
  const shown = (byMatter: boolean) =>
    arrivedItems(lines, byMatter).map(({ id, matter }) => `${id} ${matter?.title ?? '-'}`);

  it('stands in its order, and by matter where the newest of the matter stands', () => {
    expect(shown(false)).toEqual(['a -', 'b -', 'c -', 'd -', 'e -']);
    expect(shown(true)).toEqual(['a -', 'b M', 'd M', 'e M', 'c -']);
  });
});
