import { describe, expect, it } from 'vitest';
import type { CompartmentId, PartyId, SeatId } from '../../base/ids.ts';
import type { Audience } from './audience.ts';
import { audienceWithin } from './audience.ts';
import type { Asked, Reader } from './release.ts';
import { mayRead } from './release.ts';

const qamar = 'qamar' as PartyId;
const nahr = 'nahr' as PartyId;
const jabal = 'jabal' as PartyId;
const both = [nahr, qamar] as unknown as Audience;
const alone = [qamar] as unknown as Audience;

const node = (party: PartyId): Reader => ({ party });
const desk = (party: PartyId, id: string, administers = false): Reader => ({
  party,
  seat: { id: id as SeatId, administers },
});
const shared: Asked = { author: qamar, audience: both };
const hidden: Asked = { author: qamar, audience: alone };

describe('who may read', () => {
  it('[R1] is in the audience, as a node or at a desk, and nobody else', () => {
    expect(mayRead(node(nahr), shared)).toBe(true);
    expect(mayRead(desk(nahr, 'duty'), shared)).toBe(true);
    expect(mayRead(node(jabal), shared)).toBe(false);
    expect(mayRead(desk(jabal, 'duty', true), shared)).toBe(false);
  });

  it('[R2] a private log is an office of its own party, never a node', () => {
    expect(mayRead(desk(qamar, 'duty'), hidden)).toBe(true);
    expect(mayRead(node(qamar), hidden)).toBe(false);
    expect(mayRead(desk(nahr, 'duty', true), hidden)).toBe(false);
  });

  it('[R3] a passkey of the house is an office that administers', () => {
    expect(mayRead(desk(qamar, 'duty'), { ...hidden, type: 'access' })).toBe(false);
    expect(mayRead(desk(qamar, 'keeper', true), { ...hidden, type: 'access' })).toBe(true);
  });

  it('[H11] a source of the house is an office that reports or grades', () => {
    const source: Asked = { ...hidden, type: 'source' };
    const reports = (party: PartyId): Reader => {
      const seat = { id: 'duty' as SeatId, administers: false, knowsSources: true };
      return { party, seat };
    };
    expect(mayRead(reports(qamar), source)).toBe(true);
    expect(mayRead(desk(qamar, 'keeper', true), source)).toBe(false);
    expect(mayRead(node(qamar), source)).toBe(false);
    expect(mayRead(reports(nahr), source)).toBe(false);
    // Said by mistake to others as well, it is read by nobody.
    expect(mayRead(reports(qamar), { ...shared, type: 'source' })).toBe(false);
  });

  it('[R4] a draft is the office that wrote it, not even one that administers', () => {
    const draft: Asked = { ...hidden, type: 'draft', seat: 'duty' as SeatId };
    expect(mayRead(desk(qamar, 'duty'), draft)).toBe(true);
    expect(mayRead(desk(qamar, 'other'), draft)).toBe(false);
    expect(mayRead(desk(qamar, 'keeper', true), draft)).toBe(false);
    expect(mayRead(desk(qamar, 'duty'), { ...hidden, type: 'draft' })).toBe(false);
  });

  it('[R5] the bytes of a private log as a whole is an office that administers', () => {
    expect(mayRead(desk(qamar, 'duty'), { ...hidden, whole: true })).toBe(false);
    expect(mayRead(desk(qamar, 'keeper', true), { ...hidden, whole: true })).toBe(true);
    expect(mayRead(node(nahr), { ...shared, whole: true })).toBe(true);
  });
});

describe('who may read in a compartment', () => {
  const border = 'qamar/border-desk' as CompartmentId;
  const within: Asked = { author: qamar, audience: audienceWithin(border) };
  const inside = (party: PartyId, administers = false, compartments = [border]): Reader => ({
    party,
    seat: { id: 'duty' as SeatId, administers, knowsSources: true, compartments },
  });

  it('[R7] is an office that stands in it, and no other of its party', () => {
    expect(mayRead(inside(qamar), within)).toBe(true);
    expect(mayRead(desk(qamar, 'duty'), within)).toBe(false);
    expect(mayRead(inside(qamar, false, []), within)).toBe(false);
    expect(mayRead(inside(qamar, false, ['qamar/other' as CompartmentId]), within)).toBe(false);
  });

  it('[R7] is no administrator that does not stand in it, least of all as a whole', () => {
    for (const type of ['report', 'access', 'source', 'unknown', 'erased'] as const) {
      expect(mayRead(desk(qamar, 'keeper', true), { ...within, type })).toBe(false);
    }
    expect(mayRead(desk(qamar, 'keeper', true), { ...within, whole: true })).toBe(false);
    expect(mayRead(inside(qamar), { ...within, whole: true })).toBe(false);
    expect(mayRead(inside(qamar, true), { ...within, whole: true })).toBe(true);
  });

  it('[R9] is no node, its own party among them, and no office of another party', () => {
    for (const party of [qamar, nahr]) {
      expect(mayRead(node(party), within)).toBe(false);
      expect(mayRead(node(party), { ...within, whole: true })).toBe(false);
    }
    expect(mayRead(inside(nahr, true), within)).toBe(false);
  });

  it('[R8] and which there are is read by who administers, in the private log alone', () => {
    const said: Asked = { ...hidden, type: 'compartment' };
    expect(mayRead(desk(qamar, 'keeper', true), said)).toBe(true);
    expect(mayRead(inside(qamar), said)).toBe(false);
    expect(mayRead(desk(qamar, 'keeper', true), { ...shared, type: 'compartment' })).toBe(false);
  });

  it('[R4] and a draft within it by its writer, as long as that stands in it', () => {
    const draft: Asked = { ...within, type: 'draft', seat: 'duty' as SeatId };
    expect(mayRead(inside(qamar), draft)).toBe(true);
    expect(mayRead(desk(qamar, 'duty'), draft)).toBe(false);
    expect(mayRead(inside(qamar), { ...draft, seat: 'other' as SeatId })).toBe(false);
  });
});
