import { expect, it } from 'vitest';

import type { Words } from '../words/words.ts';
import { foldText, phraseOf } from './log-words.ts';

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

it('a party that ends an agreement is not said to have signed it', () => {
  const words = { has: () => true, t: (key: string) => key } as unknown as Words;
  expect(phraseOf({ type: 'signing', verdict: 'ends' }, words)).toBe('log.did.ends');
  expect(phraseOf({ type: 'signing', verdict: 'signs' }, words)).toBe('log.did.signing');
  expect(phraseOf({ type: 'decision', verdict: 'refusal' }, words)).toBe('log.did.refusal');
  expect(phraseOf({ type: 'plan' }, words)).toBe('log.did.plan');
});
