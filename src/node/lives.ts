import type { RecordHash } from '../base/ids.ts';
import type { Known } from '../accord/known.ts';
import { lineVersion } from '../accord/known.ts';
import type { Life } from '../accord/operation/life.ts';
import { lifeOf } from '../accord/operation/life.ts';
import type { Version } from '../accord/operation/versions.ts';
import { earlierVersions, laterVersions, versionOf } from '../accord/operation/versions.ts';
import type { Said } from '../accord/said.ts';

/** How many lives are remembered; the one longest unasked for falls out. */
export const LIVES_MAX = 200;

/** The lives of plans, each reckoned again only where something was said that bears on it. */
export interface Lives {
  of(plan: RecordHash): Life | undefined;
}

interface Held {
  readonly line: number;
  readonly law: number;
  readonly life: Life | undefined;
}

/** Lives over what `known` knows; rosters, claims, agreements and signatures of all times are in it. */
export function openLives(known: Known): Lives {
  const held = new Map<RecordHash, Held>();
  return {
    of(plan) {
      const version = versionOf(known.plans.get(plan));
      if (!version) return undefined;
      const [line, law] = [lineVersion(version.file), known.law.length];
      const last = held.get(plan);
      const isFresh = last?.line === line && last.law === law;
      const life = isFresh
        ? last.life
        : lifeOf(known.charter, known.centre, saidOf(known, version), plan);
      held.delete(plan);
      held.set(plan, { line, law, life });
      if (held.size > LIVES_MAX) {
        const [oldest] = held.keys();
        if (oldest !== undefined) held.delete(oldest);
      }
      return life;
    },
  };
}

/** All records that bear on the life of a plan: what binds all, and what was said of any version. */
export function saidOf(known: Known, version: Version): readonly Said[] {
  const versions = new Map<RecordHash, Version>();
  const waiting: Version[] = [version];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (versions.has(next.plan.hash)) continue;
    versions.set(next.plan.hash, next);
    waiting.push(...earlierVersions(known, next), ...laterVersions(known, next));
  }
  const following = [...versions.values()].flatMap(({ plan, file }): readonly Said[] => [
    plan,
    ...file.decisions,
    ...file.acceptances,
    ...file.activations,
    ...file.closings,
    ...file.stops,
    ...file.steps,
    ...file.contacts,
  ]);
  return [...known.law, ...following];
}
