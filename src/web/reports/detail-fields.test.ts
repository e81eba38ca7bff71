import { expect, it } from 'vitest';

import { DETAILS } from '../../accord/knowledge/details.ts';
import { REPORT_KINDS } from './kinds.ts';
import { DETAIL_FIELDS, readDetails, writeDetails } from './detail-fields.ts';

const TYPED = { count: '٣-٥', hours: '48', line: 'About forty', party: 'nahr', yes: 'no' } as const;

it('[H1] asks for just the fields of each kind, with all that can be chosen', () => {
  for (const kind of REPORT_KINDS) {
    const { shape } = DETAILS[kind];
    expect(DETAIL_FIELDS[kind].map(({ id }) => id)).toEqual(Object.keys(shape));
    for (const { id, form, choices } of DETAIL_FIELDS[kind]) {
      const field = (shape as Record<string, { unwrap(): { options?: readonly string[] } }>)[id];
      expect(choices).toEqual(field?.unwrap().options);
      expect(form === 'choice').toBe(choices !== undefined);
    }
  }
});

it('[H1] says what was typed as the schema takes it, and what of it cannot be read', () => {
  for (const kind of REPORT_KINDS) {
    const typed = Object.fromEntries(
      DETAIL_FIELDS[kind].map(({ id, form, choices }) => [
        id,
        form === 'choice' ? (choices?.[0] ?? '') : TYPED[form],
      ]),
    );
    const { details, unclear } = readDetails(kind, typed);
    expect(unclear).toEqual([]);
    expect(DETAILS[kind].safeParse(details).success).toBe(true);
    expect(readDetails(kind, writeDetails(kind, details)).details).toEqual(details);
  }
  expect(readDetails('incident', {}).details).toBeUndefined();
  const wrong = readDetails('incident', { killed: 'many', injured: '2', nature: 'raid' });
  expect(wrong).toEqual({
    details: { injured: { from: 2, upto: 2 } },
    unclear: ['killed'],
  });
  expect(readDetails('threat-warning', { within: '721' }).unclear).toEqual(['within']);
});
