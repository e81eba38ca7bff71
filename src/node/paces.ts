import { existsSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { PartyId } from '../base/ids.ts';
import { isPartyId } from '../base/ids.ts';
import { TroubleError } from '../base/result.ts';
import type { Budget } from '../carry/budget.ts';
import { BUDGET_CLOCK, openBudget } from '../carry/budget.ts';
import { LINK_KILOBYTES_MAX, LINK_KILOBYTES_MIN } from '../contract/requests.ts';
import { TELL_BYTES_MAX } from '../exchange/messages.ts';
import { readText, writeSafely } from './safe-file.ts';

/** An answer that took longer, in milliseconds, was too long for its line: the next is a quarter of it. [T31] */
export const SLOW_MILLIS = 8_000;

/** After an answer that took less, in milliseconds, the next may be twice as long. [T31] */
export const QUICK_MILLIS = 2_000;

/** The shortest answer that a slow line is asked for without a budget, in bytes. [T31] */
export const SLOW_PIECE_BYTES_MIN = 16_384;

const budgetsSchema = z.strictObject({
  v: z.literal(1),
  /** In kB/s, by party. */
  budgets: z.record(
    z.string().refine(isPartyId),
    z.int().min(LINK_KILOBYTES_MIN).max(LINK_KILOBYTES_MAX),
  ),
});

/** How much may pass between us and each peer, and how long answers should be. */
export interface Paces {
  of(party: PartyId): Budget;
  /** How long an answer between us and a party should be, in bytes; nothing where it does not matter. */
  pieceOf(party: PartyId): number | undefined;
  /** Takes note of how long an answer of a party took, and of how many bytes it was. [T31] */
  took(party: PartyId, millis: number, bytes: number): void;
  /** Takes note that a question or its answer was lost on the way: it may have been too long for its line. [T31] */
  lost(party: PartyId): void;
  /** Gives a link a budget in kB/s, or takes it away; it outlasts a restart. [T30] */
  set(party: PartyId, kilobytes: number | undefined): void;
}

/** Opens the paces over `budgets.json` of a node's folder. Trouble: `settings-bad`. */
export function openPaces(dir: string): Paces {
  const file = path.join(dir, 'budgets.json');
  const rates = new Map(Object.entries(readBudgets(file)));
  const budgets = new Map<PartyId, Budget>();
  const learned = new Map<PartyId, number>();

  const of = (party: PartyId): Budget => {
    const held = budgets.get(party) ?? openBudget(BUDGET_CLOCK, rates.get(party));
    budgets.set(party, held);
    return held;
  };

  const shorten = (party: PartyId): void => {
    const before = learned.get(party) ?? TELL_BYTES_MAX;
    learned.set(party, Math.max(SLOW_PIECE_BYTES_MIN, Math.floor(before / 4)));
  };

  return {
    of,
    pieceOf(party) {
      const lengths = [of(party).pieceBytes() ?? [], learned.get(party) ?? []].flat();
      return lengths.length > 0 ? Math.min(...lengths) : undefined;
    },
    took(party, millis, bytes) {
      // What waits for its budget tells nothing of the line.
      if (of(party).rate() !== undefined) return;
      const before = learned.get(party) ?? TELL_BYTES_MAX;
      if (millis >= SLOW_MILLIS) {
        shorten(party);
      } else if (millis < QUICK_MILLIS && bytes >= before / 2) {
        // Short answers are quick on every line.
        if (2 * before < TELL_BYTES_MAX) learned.set(party, 2 * before);
        else learned.delete(party);
      }
    },
    lost(party) {
      if (of(party).rate() === undefined) shorten(party);
    },
    set(party, kilobytes) {
      if (kilobytes === undefined) rates.delete(party);
      else rates.set(party, kilobytes);
      const text = JSON.stringify({ v: 1, budgets: Object.fromEntries(rates) }, undefined, 2);
      writeSafely(file, `${text}\n`);
      of(party).setRate(kilobytes);
    },
  };
}

function readBudgets(file: string): Readonly<Record<string, number>> {
  if (!existsSync(file)) return {};
  try {
    return budgetsSchema.parse(JSON.parse(readText(file))).budgets;
  } catch (thrown) {
    throw new TroubleError('settings-bad', { file }, thrown);
  }
}
