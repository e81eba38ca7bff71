import type { RecordHash } from '../base/ids.ts';
import type { Placed, RosterFact, Table } from './facts.ts';

/**
 * What must never be while a node holds an operation for active, whatever the rules say in detail:
 * plain enough to be believed without them. Gives what is broken.
 */
export function brokenWhileActive(
  { placed }: Table,
  plan: RecordHash,
  { asked, now }: { readonly asked: readonly string[]; readonly now: number },
): readonly string[] {
  const of = placed.find(({ hash, fact }) => hash === plan && fact.says.kind === 'plan');
  if (of?.fact.says.kind !== 'plan') return ['nobody has said what is active'];
  const { says } = of.fact;
  const broken: string[] = [];
  const own = placed.filter(({ author, fact }) => author === fact.by);
  for (const party of asked) {
    const consents = own.some(
      ({ author, fact: { says: word } }) =>
        author === party && word.kind === 'decision' && word.verdict === 'consent' && word.isSigned,
    );
    if (!consents) broken.push(`${party} has never consented to anything`);
    if (isRefusedForSure(own, party, plan)) broken.push(`the last word of ${party} is no consent`);
  }
  for (const stop of own) {
    if (stop.fact.says.kind !== 'stop' || stop.fact.says.plan !== plan) continue;
    if (!of.audience.includes(stop.author) || stop.audience.join() !== of.audience.join()) continue;
    const goesOn = own.some(
      ({ log, index, fact }) =>
        log === stop.log && index > stop.index && fact.says.kind === 'resumption',
    );
    if (!goesOn) broken.push(`${stop.author} has said stop`);
  }
  if (now < says.from || now >= says.upto) broken.push('it is not its time');
  return broken;
}

/** A party's last decision takes back or refuses, by an officer whose authority nobody doubts. */
function isRefusedForSure(own: readonly Placed[], party: string, plan: RecordHash): boolean {
  const words = own
    .filter(({ author }) => author === party)
    .toSorted((ours, theirs) => ours.index - theirs.index);
  const last = words.findLast(({ fact }) => fact.says.kind === 'decision');
  const about = words.find(({ hash }) => hash === plan);
  if (last?.fact.says.kind !== 'decision' || last.fact.says.plan !== plan || about) return false;
  const { key, verdict, act, isSigned } = last.fact.says;
  const acts = words.filter(({ fact }) => 'act' in fact.says && fact.says.act === act);
  const rosters = words.flatMap(({ fact }) => (fact.says.kind === 'roster' ? [fact.says] : []));
  const isUndoubted = (roster: RosterFact): boolean => {
    const office = roster.seats.find(({ seat }) => seat === last.fact.seat);
    const duties = office?.duties ?? [];
    return (
      roster.keys.some((each) => each.key === key && each.from === 0 && each.upto === null) &&
      roster.keys.some((each) => each.key === key && each.seat === last.fact.seat) &&
      duties.includes('decide') &&
      !duties.includes('administer') &&
      !office?.grants
    );
  };
  return (
    (verdict === 'withdrawal' || verdict === 'refusal') &&
    isSigned &&
    last.fact.isExercise &&
    acts.length === 1 &&
    rosters.length > 0 &&
    rosters.every(isUndoubted)
  );
}
