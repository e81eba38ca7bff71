import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompartmentId, PartyId } from '../../base/ids.ts';
import { isCompartmentId, isPartyId, isSeatId, partyOfCompartment } from '../../base/ids.ts';
import type { Audience } from './audience.ts';
import {
  audienceOf,
  audienceWithin,
  commonAudience,
  compartmentIn,
  isSameAudience,
  parseAudience,
  partiesIn,
} from './audience.ts';

const parties = ['jabal', 'nahr', 'qamar'] as unknown as readonly PartyId[];
const border = 'qamar/border-desk' as CompartmentId;
const river = 'qamar/river' as CompartmentId;
const foreign = 'nahr/border-desk' as CompartmentId;

function to(...names: string[]): Audience {
  const audience = audienceOf(names as PartyId[]);
  if (!audience.ok) throw new Error('a test names parties');
  return audience.value;
}

const audiences = fc.oneof(
  fc.subarray([...parties], { minLength: 1 }).map((some) => to(...some)),
  fc.constantFrom(border, river, foreign).map(audienceWithin),
);

describe('a compartment', () => {
  it('[R6] is named by its party, a slash and a name, and is no party', () => {
    expect(isCompartmentId(border)).toBe(true);
    expect(isPartyId(border)).toBe(false);
    expect(partyOfCompartment(border)).toBe('qamar');
    for (const text of ['qamar', 'qamar/', '/river', 'qamar/a/b', 'qamar/x', 'Qamar/river', '']) {
      expect(isCompartmentId(text), text).toBe(false);
    }
    expect(isSeatId(border)).toBe(true);
  });

  it('[R6] is an audience in which no party is found', () => {
    const audience = audienceWithin(border);
    expect(audience.includes('qamar' as PartyId)).toBe(false);
    expect(compartmentIn(audience)).toBe(border);
    expect(compartmentIn(to('nahr', 'qamar'))).toBeUndefined();
    expect(partiesIn(audience)).toEqual(['qamar']);
  });

  it('[R6] is read back as the audience it was, and never with anybody besides', () => {
    fc.assert(
      fc.property(audiences, (audience) => {
        expect(parseAudience(JSON.parse(JSON.stringify(audience)) as string[])).toEqual(audience);
      }),
    );
    expect(parseAudience([border, 'qamar'])).toBeUndefined();
    expect(parseAudience(['qamar', border])).toBeUndefined();
    expect(parseAudience([border, river])).toBeUndefined();
    expect(parseAudience([])).toBeUndefined();
    expect(parseAudience(['qamar', 'nahr'])).toEqual(to('nahr', 'qamar'));
  });

  it('[R10] shares readers with audiences of its party, and with no other compartment', () => {
    const within = audienceWithin(border);
    expect(commonAudience(within, to('qamar'))).toEqual(within);
    expect(commonAudience(to('nahr', 'qamar'), within)).toEqual(within);
    expect(commonAudience(within, to('nahr', 'jabal'))).toBeUndefined();
    expect(commonAudience(within, audienceWithin(river))).toBeUndefined();
    expect(commonAudience(within, within)).toEqual(within);
    expect(commonAudience(to('nahr', 'qamar'), to('jabal', 'qamar'))).toEqual(to('qamar'));
  });

  it('[R10] and who reads what two audiences share is in both, whichever is named first', () => {
    fc.assert(
      fc.property(audiences, audiences, (ours, theirs) => {
        const common = commonAudience(ours, theirs);
        const other = commonAudience(theirs, ours);
        expect(other).toEqual(common);
        if (!common) return;
        for (const side of [ours, theirs]) {
          const compartment = compartmentIn(side);
          if (compartment) expect(isSameAudience(common, side)).toBe(true);
          for (const party of partiesIn(common)) expect(partiesIn(side)).toContain(party);
        }
      }),
    );
  });
});
