import fc from 'fast-check';
import { expect, it } from 'vitest';

import { COUNT_MAX as SAID_MAX, countSchema } from '../../accord/knowledge/details.ts';
import { COUNT_MAX, readCount, writeCount } from './count-reading.ts';

it('[H2] reads a figure or two, in the digits of any language, however they are set apart', () => {
  expect(COUNT_MAX).toBe(SAID_MAX);
  for (const text of ['3', ' 3 ', '٣', '۳']) expect(readCount(text)).toEqual({ from: 3, upto: 3 });
  for (const text of ['3-5', '3 – 5', '٣-٥', '۳..۵', '3/5', '3…5']) {
    expect(readCount(text)).toEqual({ from: 3, upto: 5 });
  }
  expect(readCount('1,200')).toEqual({ from: 1200, upto: 1200 });
  for (const text of ['', '5-3', 'some', '-3', '3-', '3.5', '99999999', '1-2-3']) {
    expect(readCount(text)).toBeUndefined();
  }
});

it('[H2] reads back what it wrote, and only what the schema takes', () => {
  const figure = fc.integer({ min: 0, max: COUNT_MAX });
  fc.assert(
    fc.property(figure, figure, (one, other) => {
      const count = { from: Math.min(one, other), upto: Math.max(one, other) };
      expect(readCount(writeCount(count))).toEqual(count);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      const count = readCount(text);
      expect(count === undefined || countSchema.safeParse(count).success).toBe(true);
    }),
  );
});
