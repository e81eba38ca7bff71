import { openKnown } from '../../src/accord/known.ts';
import type { Learning } from '../../src/accord/known.ts';
import { standingOf } from '../../src/accord/operation/state.ts';
import type { Charter } from '../../src/accord/party/schema.ts';
import type { Said } from '../../src/accord/said.ts';
import type { PartyId, RecordHash } from '../../src/base/ids.ts';
import { instant } from '../../src/base/instant.ts';
import { seededRandom } from '../../src/base/ports.ts';
import { invariant } from '../../src/base/result.ts';
import type { Log } from '../../src/ledger/log.ts';
import { understand } from '../../src/ledger/understand.ts';
import type { Cast } from '../../src/sim/cast.ts';
import { castOf } from '../../src/sim/cast.ts';
import { difference } from '../../src/sim/compare.ts';
import type { Placed, Table } from '../../src/sim/facts.ts';
import { brokenWhileActive } from '../../src/sim/invariants.ts';
import { Law } from '../../src/sim/law.ts';
import type { Made, Speaker } from '../../src/sim/records.ts';
import { BEGINNING } from '../../src/sim/world.ts';
import { openHost } from '../storms/host.ts';

/** The mathematics that all small worlds share. */
export const HOST = openHost();
/** Three parties. */
export const CAST: Cast = castOf(HOST, 3);
export const [QAMAR, NAHR, JABAL] = CAST.parties as readonly [PartyId, PartyId, PartyId];

const random = seededRandom(1);

/** The moment so many seconds after the beginning. */
export function at(seconds: number): number {
  return BEGINNING + seconds;
}

/** Who speaks so many seconds after the beginning. */
export function by(party: PartyId, seconds: number, more: Partial<Speaker> = {}): Speaker {
  return { host: HOST, random, party, at: instant(at(seconds)), ...more };
}

/** A record that a party may say, once or again and again. */
export interface Letter {
  readonly words: string;
  readonly made: Made;
}

/** What each party has said at the beginning, and what it may say. */
export interface Part {
  readonly party: PartyId;
  readonly first: readonly Letter[];
  readonly letters: readonly Letter[];
}

/** A play: its parts, and the moments at which everything is looked at. */
export interface Play {
  readonly name: string;
  readonly parts: readonly [Part, Part, Part];
  readonly moments: readonly number[];
  readonly isExercise?: boolean;
}

/** What one node has: for each part, the records of that log in their order. */
export type Cut = readonly [readonly Letter[], readonly Letter[], readonly Letter[]];

/** Names a letter. */
export function letter(words: string, made: Made): Letter {
  return { words, made };
}

/** What the play has come to at a node, by the code and by the law. */
export interface Node {
  readonly known: Learning;
  readonly law: Law;
  readonly table: Table;
  readonly plans: readonly RecordHash[];
}

/** The records of a cut in an order of arrival, which names the part that is next each time. */
export function nodeOf(play: Play, cut: Cut, order: readonly number[]): Node {
  const isExercise = play.isExercise ?? true;
  const charter: Charter = { ...CAST.charter, exercise: isExercise };
  const known = openKnown(charter, CAST.centre);
  const next = [0, 0, 0];
  for (const part of order) {
    const index = next[part] ?? 0;
    next[part] = index + 1;
    const { party } = play.parts[part] as Part;
    const read = saidAt(CAST.centreLog(party), index, cut[part]?.[index] as Letter);
    if (read) known.learn(read);
    known.reach(party, index + 1);
  }
  const placed = cut.flatMap((letters, part) =>
    letters.map((each, index) => placedAt(play.parts[part] as Part, index, each)),
  );
  const table: Table = { placed, members: CAST.parties, isExercise };
  const plans = new Set(
    placed.flatMap(({ hash, fact }) => (fact.says.kind === 'plan' ? [hash] : [])),
  );
  return { known, law: new Law(table), table, plans: [...plans] };
}

/** In what code and law differ at this node, at any moment of the play; and how often it looked. */
export function differencesAt(
  play: Play,
  { known, law, table, plans }: Node,
  seen: Map<string, number>,
): readonly string[] {
  const found: string[] = [];
  for (const plan of plans) {
    for (const moment of play.moments) {
      const now = instant(moment);
      const ours = standingOf(known, plan, now);
      const kind = ours?.state.kind ?? 'unknown';
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
      const asked = ours?.asked.map(({ party }) => party) ?? [];
      const broken = kind === 'active' ? brokenWhileActive(table, plan, { asked, now }) : [];
      const differs = difference(ours, law.standing(plan, now));
      const words = [...broken, ...(differs ? [differs] : [])];
      if (words.length > 0)
        found.push(`${plan.slice(7, 13)} at ${moment - BEGINNING}: ${words.join('; ')}`);
    }
  }
  return found;
}

/** All that the code says at this node, to be compared with what it says at another. */
export function viewAt(play: Play, { known, plans }: Node): string {
  return JSON.stringify(
    plans.map((plan) => play.moments.map((now) => standingOf(known, plan, instant(now)))),
  );
}

/** A cut in words, for whoever must find out what went wrong. */
export function told(play: Play, cut: Cut): string {
  return cut
    .map((letters, part) => {
      const { party, first } = play.parts[part] as Part;
      return `${party}: ${
        letters
          .slice(first.length)
          .map(({ words }) => words)
          .join(', ') || 'nothing'
      }`;
    })
    .join('; ');
}

const understood = new Map<string, Said | undefined>();

function saidAt(log: Log, index: number, { made }: Letter): Said | undefined {
  const name = `${log.id} ${made.hash}`;
  if (!understood.has(name)) {
    const read = understand(HOST.primitives, log, 0, made.bytes);
    invariant(read.kind === 'said', 'a letter can be read');
    understood.set(name, read.said);
  }
  const said = understood.get(name);
  return said && { ...said, index };
}

function placedAt({ party }: Part, index: number, { made }: Letter): Placed {
  const log = CAST.centreLog(party);
  return {
    hash: made.hash,
    log: log.id,
    author: log.author,
    audience: log.audience,
    index,
    fact: made.fact,
  };
}
