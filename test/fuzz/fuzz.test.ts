import { beforeAll, describe, expect, it } from 'vitest';
import { BODIES } from '../../src/accord/record.ts';
import { FORMS } from './forms.ts';
import { RECORDS } from './records.ts';
import { HEAD, fuzz, rowOf } from './fuzz.ts';
import type { Samples } from './samples.ts';
import { makeSamples } from './samples.ts';

/** Inputs for each form; a night of them is `TANSIQ_FUZZ=1000000`. */
const INPUTS = Number(process.env['TANSIQ_FUZZ'] ?? 2_000);

/** How long a form may take, in milliseconds: a millisecond an input, and a minute for its growth. */
const FORM_MILLIS_MAX = 60_000 + 2 * INPUTS;

let all: Samples;
beforeAll(async () => {
  all = await makeSamples();
  console.log(HEAD);
});

describe('the samples', () => {
  it('hold a record of every type', () => {
    const types = RECORDS.map((record) => (record as { readonly type: string }).type);
    expect(new Set(types)).toEqual(new Set(Object.keys(BODIES)));
  });
});

describe('every reader of a form from outside', () => {
  it.each(FORMS)(
    '[N2] of a $name gives a value that comes out again as it went in, or a fault',
    { timeout: FORM_MILLIS_MAX },
    async (form) => {
      for (const [i, sample] of form.samples(all).entries()) {
        expect(form.reader(sample)(), `sample ${i}`).toMatchObject({ outcome: 'ok' });
      }
      const figures = await fuzz(form, all, INPUTS);
      console.log(rowOf(figures));
      // Bent inputs that are all refused at once would look into nothing.
      expect(figures.accepted).toBeGreaterThan(0);
      expect(figures.outcomes.size).toBeGreaterThan(1);
    },
  );
});
