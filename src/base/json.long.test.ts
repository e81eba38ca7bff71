import { expect, it } from 'vitest';
import { JSON_LISTS_MAX, parseJson } from './json.ts';

const faultOf = (text: string): string | undefined => {
  const read = parseJson(text);
  return read.ok ? undefined : read.fault.kind;
};

it('refuses a text that would take far more room than it has letters', () => {
  expect(faultOf(`[${'[],'.repeat(JSON_LISTS_MAX)}1]`)).toBe('too-many-lists');
  expect(faultOf(`[${'{},'.repeat(1000)}1]`)).toBeUndefined();
});
