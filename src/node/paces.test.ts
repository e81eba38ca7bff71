import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import { TELL_BYTES_MAX } from '../exchange/messages.ts';
import { QUICK_MILLIS, SLOW_MILLIS, SLOW_PIECE_BYTES_MIN, openPaces } from './paces.ts';

const QAMAR = 'qamar' as PartyId;
const NAHR = 'nahr' as PartyId;

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tansiq-paces-'));
});
afterAll(() => rm(dir, { recursive: true }));

describe('the paces of a node', () => {
  it('[T30] outlast a restart, and a file that is none is a trouble', async () => {
    const paces = openPaces(dir);
    expect(paces.of(QAMAR).rate()).toBeUndefined();
    paces.set(QAMAR, 20);
    expect(paces.of(QAMAR).rate()).toBe(20);
    const again = openPaces(dir);
    expect(again.of(QAMAR).rate()).toBe(20);
    expect(again.pieceOf(QAMAR)).toBe(40_000);
    expect(again.pieceOf(NAHR)).toBeUndefined();
    again.set(QAMAR, undefined);
    expect(openPaces(dir).of(QAMAR).rate()).toBeUndefined();
    const file = path.join(dir, 'budgets.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('{}', '{"qamar":0}'));
    expect(() => openPaces(dir)).toThrow('settings-bad');
    await rm(file);
  });

  it('[T31] learn from a slow line to ask for less, and from a quick one to ask for more again', () => {
    const paces = openPaces(dir);
    paces.took(QAMAR, SLOW_MILLIS, 0);
    expect(paces.pieceOf(QAMAR)).toBe(TELL_BYTES_MAX / 4);
    for (let i = 0; i < 9; i += 1) paces.took(QAMAR, SLOW_MILLIS, 0);
    expect(paces.pieceOf(QAMAR)).toBe(SLOW_PIECE_BYTES_MIN);
    paces.took(QAMAR, (SLOW_MILLIS + QUICK_MILLIS) / 2, TELL_BYTES_MAX);
    expect(paces.pieceOf(QAMAR)).toBe(SLOW_PIECE_BYTES_MIN);
    for (let i = 0; i < 9; i += 1) paces.took(QAMAR, QUICK_MILLIS - 1, 900);
    // Short answers are quick on every line.
    expect(paces.pieceOf(QAMAR)).toBe(SLOW_PIECE_BYTES_MIN);
    for (let i = 0; i < 9; i += 1) paces.took(QAMAR, QUICK_MILLIS - 1, TELL_BYTES_MAX);
    expect(paces.pieceOf(QAMAR)).toBeUndefined();
    expect(paces.pieceOf(NAHR)).toBeUndefined();
    // What never came may have been too long as well.
    paces.lost(NAHR);
    expect(paces.pieceOf(NAHR)).toBe(TELL_BYTES_MAX / 4);
  });
});
