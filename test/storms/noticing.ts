import { expect, it } from 'vitest';
import { REAL_PARTS } from '../../src/sim/parts.ts';
import { tellStory } from '../../src/sim/story.ts';
import { openHost } from './host.ts';
import { CONSENT_MUTANTS } from './planted-consent.ts';
import { LATER_CONSENT_MUTANTS } from './planted-later.ts';
import { MUTANTS } from './planted.ts';

/** Every fault that is planted. */
export const ALL_MUTANTS = [...MUTANTS, ...CONSENT_MUTANTS, ...LATER_CONSENT_MUTANTS];

/** In how many stories a planted fault must show itself. */
const STORIES_MAX = 400;

/** Looks for every second planted fault, from `offset` 0 or 1, so that two processes share them. */
export function noticeHalf(offset: number): void {
  const half = ALL_MUTANTS.filter((_, i) => i % 2 === offset);
  it.each(half.map((mutant) => [mutant.words, mutant] as const))(
    'notice a node that %s',
    async (_, { seed: first, judges, parts }) => {
      const host = openHost();
      const seeds = [first, ...Array.from({ length: STORIES_MAX }, (_each, seed) => seed)];
      for (const seed of seeds) {
        const { findings } = await tellStory(host, seed, { ...REAL_PARTS, ...parts });
        const [finding] = findings;
        if (!finding) continue;
        expect(judges, `seed ${seed}: ${finding.words}`).toContain(finding.judge);
        return;
      }
      expect.unreachable(`${STORIES_MAX} stories and nobody noticed`);
    },
  );
}
