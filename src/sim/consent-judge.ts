import type { LogId, RecordHash } from '../base/ids.ts';
import { recordHash } from '../base/ids.ts';
import type { Entry } from '../ledger/ports.ts';
import { difference } from './compare.ts';
import type { Fact, Placed, Table } from './facts.ts';
import { brokenWhileActive } from './invariants.ts';
import { Law } from './law.ts';
import type { Seat } from './seat.ts';
import type { Finding, World } from './world.ts';

/** More entries than any story has in one log. */
const ALL = 1_000_000;
/** Between changes only time can alter a state, and it goes slowly. */
const LOOKS_WITHOUT_CHANGE = 4;

/** What the judge of consent remembers from one look to the next. */
export interface ConsentBench {
  /** The records at each node, in their places, as the world knows them. */
  readonly placed: Map<Seat, Map<LogId, readonly Placed[]>>;
  readonly names: WeakMap<Entry, RecordHash>;
  readonly laws: Map<Seat, { readonly law: Law; readonly table: Table }>;
  looks: number;
  /** How often each state of an operation was seen at a node, over all looks. */
  readonly seen: Map<string, number>;
}

/** A bench that has seen nothing. */
export function openConsentBench(): ConsentBench {
  return {
    placed: new Map(),
    names: new WeakMap(),
    laws: new Map(),
    looks: 0,
    seen: new Map(),
  };
}

/**
 * (b) Who is asked, who consents and what state that makes follow from the facts known at that
 * node, by the law; and nothing is active that must never be, whatever the law says in detail.
 */
export function judgeConsent(world: World, bench: ConsentBench): readonly Finding[] {
  const findings: Finding[] = [];
  bench.looks += 1;
  for (const seat of world.honest) {
    if (seat.changed.size === 0 && bench.looks % LOOKS_WITHOUT_CHANGE > 0) continue;
    const now = seat.now();
    const { law, table } = lawAt(world, bench, seat);
    for (const { hash, fact } of table.placed) {
      if (fact.says.kind !== 'plan') continue;
      const ours = world.parts.standingOf(seat.known, hash, now);
      const kind = ours?.state.kind ?? 'unknown';
      bench.seen.set(kind, (bench.seen.get(kind) ?? 0) + 1);
      const asked = ours?.asked.map(({ party }) => party) ?? [];
      const broken = kind === 'active' ? brokenWhileActive(table, hash, { asked, now }) : [];
      const words = [...broken, difference(ours, law.standing(hash, now)) ?? []].flat();
      if (words.length === 0) continue;
      findings.push({ judge: 'consent', words: `${hash} at ${seat.party}: ${words.join('; ')}` });
    }
  }
  return findings;
}

/** Reads what has changed on the disks. */
export async function readPlaces(world: World, bench: ConsentBench): Promise<void> {
  for (const seat of world.honest) {
    const held = bench.placed.get(seat) ?? new Map<LogId, readonly Placed[]>();
    bench.placed.set(seat, held);
    for (const log of seat.logs()) {
      if (held.has(log.id) && !seat.changed.has(log.id)) continue;
      bench.laws.delete(seat);
      const entries = await seat.store.read(log.id, 0, ALL);
      const { id, author, audience } = log;
      held.set(
        id,
        entries.map((entry, index): Placed => {
          const hash = nameOf(world, bench, entry);
          const fact = world.facts.get(hash) ?? nothing(author);
          return { hash, log: id, author, audience, index, fact };
        }),
      );
    }
  }
}

function lawAt(world: World, bench: ConsentBench, seat: Seat) {
  const held = bench.laws.get(seat);
  if (held) return held;
  const table: Table = {
    placed: [...(bench.placed.get(seat)?.values() ?? [])].flat(),
    members: world.cast.parties,
    isExercise: world.cast.charter.exercise,
  };
  const made = { law: new Law(table), table };
  bench.laws.set(seat, made);
  return made;
}

function nameOf(world: World, bench: ConsentBench, entry: Entry): RecordHash {
  const held = bench.names.get(entry) ?? recordHash(world.host.primitives.sha256(entry));
  bench.names.set(entry, held);
  return held;
}

function nothing(author: Placed['author']): Fact {
  return { by: author, seat: '', at: 0, isExercise: true, says: { kind: 'other' } };
}
