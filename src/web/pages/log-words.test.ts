import { expect, it } from 'vitest';

import { foldText } from './log-words.ts';

it.each([
  ['كركوك', 'کرکوک'],
  ['إدارة', 'اداره'],
  ['عَمَلِيّة', 'عملیه'],
  ['١٢٣', '123'],
  ['NAHR-14', 'nahr-14'],
  ['Işık', 'isik'],
])('%s is found as %s', (written, typed) => {
  expect(foldText(written)).toBe(foldText(typed));
});
