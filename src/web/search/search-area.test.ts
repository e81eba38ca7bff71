import { expect, it } from 'vitest';

import { parseQuery } from '../../contract/query-parse.ts';
import { areaOf, withArea } from './search-area.ts';

const TRIANGLE = [
  [43.5, 35.5],
  [44.5, 35.5],
  [44, 36.5],
] as const;

it('[Q13] puts the area that was drawn into the query, in the place of the one before', () => {
  const once = withArea('bridge "closed road"', { form: 'area', corners: TRIANGLE }, 'en');
  expect(once).toMatch(/^bridge "closed road" area:38S\w+,38S\w+,38S\w+$/);
  expect(areaOf(once)?.corners).toHaveLength(3);
  const box = [
    [43, 35],
    [44, 35],
    [44, 36],
    [43, 36],
  ] as const;
  const twice = withArea(once, { form: 'area', corners: box }, 'ar');
  expect(twice).toMatch(/^bridge "closed road" منطقة:38S\w+,38S\w+$/);
  expect(parseQuery(twice)).toMatchObject({ ok: true });
  expect(areaOf(twice)?.corners).toHaveLength(4);
  expect(withArea(twice, undefined, 'ar')).toBe('bridge "closed road"');
  expect(
    areaOf(withArea('area:43,34,45,36 x', { form: 'area', corners: TRIANGLE }, 'tr'))?.corners,
  ).toHaveLength(3);
  expect(areaOf('-area:43,34,45,36')).toBeUndefined();
  expect(areaOf('area:nowhere,here')).toBeUndefined();
});

it('[Q16] puts a line with its width into the query, in the place of the ground before', () => {
  const road = { form: 'line', corners: TRIANGLE, metres: 2000 } as const;
  const text = withArea('bridge area:43,34,45,36', road, 'tr');
  expect(text).toMatch(/^bridge boyunca:38S\w+,38S\w+,38S\w+,2km$/);
  const read = areaOf(text);
  expect(read).toMatchObject({ form: 'line', metres: 2000 });
  expect(read?.corners).toHaveLength(3);
  expect(withArea(text, undefined, 'tr')).toBe('bridge');
});
