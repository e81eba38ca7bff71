import type { Explored } from './explore.ts';
import { agreements, authority, claims, conditions, twoPersons } from './more-plays.ts';
import { contested, inEarnest, rosters, stopped, widened } from './plays.ts';

/** How many letters each log may have after its first words; 3 takes an hour. */
export const DEPTH = Number(process.env['TANSIQ_DEPTH'] ?? 2);

/** All small worlds that are explored. */
export const PLAYS = await Promise.all(
  [
    contested,
    widened,
    stopped,
    rosters,
    inEarnest,
    authority,
    twoPersons,
    conditions,
    agreements,
    claims,
  ].map((make) => make()),
);

/** Says what was looked at. */
export function tell(name: string, { cuts, orders, seen }: Explored): void {
  const states = [...seen].map(([kind, count]) => `${count} ${kind}`).toSorted();
  const compared = [...seen.values()].reduce((sum, count) => sum + count, 0);
  process.stdout.write(
    `${name}: ${cuts} cuts, ${orders} orders, ${compared} states (${states.join(', ')})\n`,
  );
}
