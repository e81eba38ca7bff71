import type { PartyId, RecordHash } from '../base/ids.ts';
import type { Random } from '../base/ports.ts';
import type { LimitFact, PlanFact, RuleFact } from './facts.ts';
import type { Patch } from './ground.ts';
import { CELLS_A_SIDE, drawPatch } from './ground.ts';
import { KINDS } from './offices.ts';

/** A plan that begins about now. */
export function drawPlan(random: Random, parties: readonly PartyId[], now: number): PlanFact {
  const from = now + random.below(1_200) - 600;
  const upto = from + 600 + random.below(12_000);
  const leads = (): readonly PartyId[] =>
    random.below(6) === 0 ? [one(random, parties) as PartyId] : [];
  const patch = drawPatch(random);
  return {
    planKind: one(random, KINDS) ?? 'operation',
    patch,
    from,
    upto,
    forces: parties
      .filter(() => random.below(4) === 0)
      .map((party) => ({
        party,
        kind: random.below(3) === 0 ? 'medical' : 'police',
        count: 1 + random.below(6),
      })),
    sectors: leads().map((lead) => ({ lead, patch })),
    phases: leads().map((lead) => ({ lead, from, upto: from + 500 })),
    lostContact:
      random.below(5) === 0
        ? {
            after: 300 * (1 + random.below(8)),
            then: one(random, ['finish-phase', 'suspend', 'withdraw'] as const) ?? 'suspend',
          }
        : null,
    isNotice: random.below(8) === 0,
    words: 'plan',
    amends: null,
  };
}

/** Another version of a plan; three of four are less of the same. */
export function drawVersion(
  random: Random,
  plan: PlanFact & { readonly hash: RecordHash },
  parties: readonly PartyId[],
): PlanFact {
  const { hash, ...held } = plan;
  const same = { ...held, amends: hash };
  const { patch, forces, from, upto } = held;
  switch (random.below(12)) {
    case 0:
      return { ...same, patch: drawPatch(random) };
    case 1:
      return { ...same, from: from - random.below(300), upto: upto + random.below(3_000) };
    case 2:
      return { ...same, words: `${held.words} again` };
    case 3: {
      const party = one(random, parties) as PartyId;
      return { ...same, forces: [...forces, { party, kind: 'police', count: 1 }] };
    }
    case 4:
      return { ...same, planKind: one(random, KINDS) ?? 'operation', isNotice: !held.isNotice };
    case 5:
    case 6:
      return { ...same, patch: { ...patch, east: patch.west } };
    case 7:
    case 8: {
      const begins = from + random.below(200);
      return { ...same, from: begins, upto: Math.max(begins + 60, upto - random.below(300)) };
    }
    case 9:
      return { ...same, forces: forces.slice(1) };
    case 10:
      return { ...same, forces: forces.map((each) => ({ ...each, count: 1 })) };
    default:
      return { ...same, from: from + 1 };
  }
}

/** A limit that the plan often keeps within, but not always. */
export function drawLimit(random: Random, plan: PlanFact): LimitFact {
  const { from, upto, patch, forces } = plan;
  switch (random.below(4)) {
    case 0:
      return { kind: 'time', from: from - random.below(100), upto: upto + random.below(200) - 100 };
    case 1:
      return { kind: 'area', patch: random.below(3) === 0 ? drawPatch(random) : patch };
    case 2:
      return { kind: 'forces', forces: random.below(2) === 0 ? ['police'] : ['police', 'medical'] };
    default: {
      const party = forces.length > 0 && random.below(2) === 0 ? forces[0]!.party : null;
      return { kind: 'count', party, max: random.below(16) };
    }
  }
}

/** What an agreement may say to machines. */
export function drawRule(random: Random, parties: readonly PartyId[], now: number): RuleFact {
  return {
    effect: one(random, ['consent', 'notify', 'notify', 'forbidden'] as const) ?? 'consent',
    parties: some(random, parties),
    kinds: random.below(3) === 0 ? [one(random, KINDS) ?? 'visit'] : KINDS,
    patch: random.below(2) === 0 ? null : wide(random),
    from: now - random.below(4_000),
    upto: random.below(3) === 0 ? now + random.below(12_000) : null,
  };
}

/** One of a list, or nothing of an empty one. */
export function one<T>(random: Random, list: readonly T[]): T | undefined {
  return list.length === 0 ? undefined : list[random.below(list.length)];
}

function some(random: Random, parties: readonly PartyId[]): readonly PartyId[] {
  const drawn = parties.filter(() => random.below(2) === 0);
  return drawn.length > 0 ? drawn : parties.slice(0, 1);
}

/** A strip of the world from its south to its north. */
export function wide(random: Random): Patch {
  const west = random.below(2);
  return {
    west,
    south: 0,
    east: west + 1 + random.below(CELLS_A_SIDE - 2),
    north: CELLS_A_SIDE - 1,
  };
}
