import { expect, it } from 'vitest';
import { SEEDS, expectWeather, tellHalf } from './telling.ts';

// A file of its own, so that a second process tells them.
it(`[C11] [C14] [X7] [X13] the odd ones of ${SEEDS} stories end well`, async () => {
  const endings = await tellHalf(1);
  expectWeather(endings);
  expect(endings).toHaveLength(Math.floor(SEEDS / 2));
});
