import { describe, expect, it } from 'vitest';
import { isInForce } from './agreement/force.ts';
import { handoverState } from './holding/handover.ts';
import { groundOfPost } from './holding/presence.ts';
import { coversOf, isSettled } from './incursion/cover.ts';
import { verdictsOn } from './operation/asked.ts';
import { conflictsOf } from './operation/conflict.ts';
import { voidReason } from './operation/consent.ts';
import { groundOf } from './operation/ground.ts';
import { lifeOf } from './operation/life.ts';
import { linesOf, phasesAt, sectorsOf } from './operation/running.ts';
import { standingOf } from './operation/state.ts';
import { turnAt } from './operation/turns.ts';
import { widenings } from './operation/versions.ts';

/** The functions that keep the rules, of which one may be planted wrong. */
export const REAL_PARTS = {
  conflictsOf,
  coversOf,
  groundOf,
  groundOfPost,
  handoverState,
  isInForce,
  isSettled,
  lifeOf,
  linesOf,
  phasesAt,
  sectorsOf,
  standingOf,
  turnAt,
  verdictsOn,
  voidReason,
  widenings,
} as const;

/** See {@link REAL_PARTS}. */
export type Parts = { readonly [K in keyof typeof REAL_PARTS]: (typeof REAL_PARTS)[K] };

/** What shows a rule to be kept, and faults of which each must be noticed by it. */
export interface ShownRule {
  /** The rule with its number, as a sentence. */
  readonly words: string;
  readonly shows: (parts: Parts) => void;
  /** Each with what it does wrong. */
  readonly planted: Readonly<Record<string, (parts: Parts) => Partial<Parts>>>;
}

/** Holds the real parts against every rule, and every rule against its planted faults. */
export function showRules(name: string, rules: readonly ShownRule[]): void {
  describe(name, () => {
    for (const { words, shows, planted } of rules) {
      it(words, () => shows(REAL_PARTS));
      for (const [fault, plant] of Object.entries(planted)) {
        it(`${words}: a node that ${fault} is noticed`, () => {
          const wrong = { ...REAL_PARTS, ...plant(REAL_PARTS) };
          expect(() => shows(wrong)).toThrow();
        });
      }
    }
  });
}
